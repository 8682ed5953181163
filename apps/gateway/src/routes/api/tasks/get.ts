import { routes } from '@sherpa/api';
import { listTasks } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toTaskSummary } from '../../to-wire.ts';

export const getTasks = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listTasks, async ({ query: { ids, ...query } }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listTasks(tx, { ...query, ids: ids?.split(','), limit })),
    );
    return { tasks: rows.map(toTaskSummary), nextCursor };
  });
