import { routes } from '@sherpa/api';
import { customerHistory } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import { toHistoryEntry } from '../../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { readCustomer } from '../read.ts';
import { readPage } from '../../../../page.ts';

export const getCustomerHistory = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomerHistory, async ({ params, query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), async (tx) => {
      await readCustomer(tx, params.id);
      return readPage(query.limit, (limit) => customerHistory(tx, params.id, { ...query, limit }));
    });
    return { entries: rows.map(toHistoryEntry), nextCursor };
  });
