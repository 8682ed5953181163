import { routes } from '@sherpa/api';
import { listTasks } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkNames } from '../../check-names.ts';
import { readPage } from '../../page.ts';
import { toTaskSummary } from '../../to-wire.ts';

export const getTasks = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listTasks, async ({ query: { ids, ...query } }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listTasks(tx, { ...query, ids: ids?.split(','), limit })),
    );
    if (rows.length === 0) checkNames(contracts, query);
    return { tasks: rows.map(toTaskSummary), nextCursor };
  });
