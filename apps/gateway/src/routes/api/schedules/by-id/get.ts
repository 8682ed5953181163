import { routes } from '@sherpa/api';
import { getSchedule } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundSchedule, readToSchedule } from '../to-schedule.ts';

export const getScheduleById = (deps: Pick<RouteDeps, 'db' | 'scheduler' | 'contracts'>) =>
  defineHandler(routes.showSchedule, async ({ params, query }, caller) => {
    const tenantId = await caller.tenantId();
    const found = await deps.db.withTenant(tenantId, (tx) => getSchedule(tx, params.id));
    const schedule = foundSchedule(found);
    const preview = query.preview === 0 ? [] : deps.scheduler.preview(schedule, query.preview);
    const toSchedule = await readToSchedule(deps, tenantId);
    return { ...toSchedule(schedule), preview: preview.map((moment) => moment.toISOString()) };
  });
