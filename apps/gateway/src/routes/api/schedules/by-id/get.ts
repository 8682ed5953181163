import { routes } from '@sherpa/api';
import { getSchedule } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundSchedule, toSchedule } from '../to-schedule.ts';

export const getScheduleById = ({ db, scheduler }: Pick<RouteDeps, 'db' | 'scheduler'>) =>
  defineHandler(routes.showSchedule, async ({ params, query }, caller) => {
    const schedule = foundSchedule(
      await db.withTenant(await caller.tenantId(), (tx) => getSchedule(tx, params.id)),
    );
    const preview = query.preview === 0 ? [] : scheduler.preview(schedule, query.preview);
    return { ...toSchedule(schedule), preview: preview.map((moment) => moment.toISOString()) };
  });
