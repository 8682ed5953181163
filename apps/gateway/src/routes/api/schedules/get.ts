import { routes } from '@sherpa/api';
import { listSchedules } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkNames } from '../../check-names.ts';
import { readPage } from '../../page.ts';
import { toSchedule } from './to-schedule.ts';

export const getSchedules = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listSchedules, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listSchedules(tx, { ...query, limit })),
    );
    if (rows.length === 0) checkNames(contracts, query);
    return { schedules: rows.map(toSchedule), nextCursor };
  });
