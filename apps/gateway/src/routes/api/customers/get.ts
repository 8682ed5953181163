import { routes } from '@sherpa/api';
import { listCustomers } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toCustomer } from '../../to-wire.ts';

export const getCustomers = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomers, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listCustomers(tx, { ...query, limit })),
    );
    return { customers: rows.map(toCustomer), nextCursor };
  });
