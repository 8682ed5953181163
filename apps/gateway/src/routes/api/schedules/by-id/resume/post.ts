import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { readToSchedule } from '../../to-schedule.ts';

export const postScheduleResume = (deps: Pick<RouteDeps, 'db' | 'scheduler' | 'contracts'>) =>
  defineHandler(routes.resumeSchedule, async ({ params }, caller) => {
    const tenantId = await caller.tenantId();
    const resumed = await deps.scheduler.resume(tenantId, params.id);
    return (await readToSchedule(deps, tenantId))(resumed);
  });
