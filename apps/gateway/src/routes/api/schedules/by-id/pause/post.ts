import { routes } from '@sherpa/api';
import { pauseSchedule } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { foundSchedule, toSchedule } from '../../to-schedule.ts';

export const postSchedulePause = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.pauseSchedule, async ({ params }, caller) => {
    const paused = await db.withTenant(await caller.tenantId(), (tx) => pauseSchedule(tx, params.id));
    return toSchedule(foundSchedule(paused));
  });
