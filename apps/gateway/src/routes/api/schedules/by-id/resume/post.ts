import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { toSchedule } from '../../to-schedule.ts';

export const postScheduleResume = ({ scheduler }: Pick<RouteDeps, 'scheduler'>) =>
  defineHandler(routes.resumeSchedule, async ({ params }, caller) =>
    toSchedule(await scheduler.resume(await caller.tenantId(), params.id)),
  );
