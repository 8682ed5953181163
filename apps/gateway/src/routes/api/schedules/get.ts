import { routes } from '@sherpa/api';
import { listSchedules } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkNames } from '../../check-names.ts';
import { readPage } from '../../page.ts';
import { readToSchedule } from './to-schedule.ts';

export const getSchedules = (deps: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listSchedules, async ({ query }, caller) => {
    const tenantId = await caller.tenantId();
    const { rows, nextCursor } = await deps.db.withTenant(tenantId, (tx) =>
      readPage(query.limit, (limit) => listSchedules(tx, { ...query, limit })),
    );
    if (rows.length === 0) checkNames(deps.contracts, query);
    return { schedules: rows.map(await readToSchedule(deps, tenantId)), nextCursor };
  });
