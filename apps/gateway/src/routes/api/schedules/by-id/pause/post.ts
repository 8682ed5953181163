import { routes } from '@sherpa/api';
import { pauseSchedule } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { foundSchedule, readToSchedule } from '../../to-schedule.ts';

export const postSchedulePause = (deps: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.pauseSchedule, async ({ params }, caller) => {
    const tenantId = await caller.tenantId();
    const paused = await deps.db.withTenant(tenantId, (tx) => pauseSchedule(tx, params.id));
    return (await readToSchedule(deps, tenantId))(foundSchedule(paused));
  });
