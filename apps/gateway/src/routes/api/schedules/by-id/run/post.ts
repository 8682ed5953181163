import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';

export const postScheduleRun = ({ scheduler }: Pick<RouteDeps, 'scheduler'>) =>
  defineHandler(routes.runSchedule, async ({ params }, caller) =>
    scheduler.run(await caller.tenantId(), params.id),
  );
