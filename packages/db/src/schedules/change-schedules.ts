import { sql } from 'kysely';
import type { Json, ScheduleTerms } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { scheduleColumns, termColumns, toSchedule, type Schedule } from './schedule.ts';

/** A schedule that a person makes. */
export interface NewSchedule {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly name: string;
  readonly terms: ScheduleTerms;
  readonly payload: Json;
  readonly nextTickAt: Date;
  readonly nextRunAt: Date;
}

/** Makes it; undefined where this task type has one of that name already. */
export const createSchedule = async (tx: Db, schedule: NewSchedule): Promise<Schedule | undefined> => {
  const row = await tx
    .insertInto('agent_schedules')
    .values({
      id: schedule.id,
      tenant_id: schedule.tenantId,
      agent: schedule.agent,
      type: schedule.type,
      name: schedule.name,
      origin: 'api',
      ...termColumns(schedule.terms),
      payload: toJsonb(schedule.payload),
      next_tick_at: schedule.nextTickAt,
      next_run_at: schedule.nextRunAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'agent', 'type', 'name']).doNothing())
    .returning(scheduleColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toSchedule(row);
};

/** Stops it from firing until it is resumed; one that is paused stays as it is. */
export const pauseSchedule = async (tx: Db, id: string): Promise<Schedule | undefined> => {
  const row = await tx
    .updateTable('agent_schedules')
    .set({ paused_at: sql`coalesce(paused_at, now())`, next_run_at: null })
    .where('id', '=', id)
    .returning(scheduleColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toSchedule(row);
};

/** Lets it fire again, from that tick on. */
export const resumeSchedule = async (
  tx: Db,
  id: string,
  next: { readonly tick: Date; readonly runAt: Date } | undefined,
): Promise<Schedule | undefined> => {
  const row = await tx
    .updateTable('agent_schedules')
    .set({ paused_at: null, next_run_at: next?.runAt ?? null, ...(next && { next_tick_at: next.tick }) })
    .where('id', '=', id)
    .returning(scheduleColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toSchedule(row);
};

/** Removes a schedule that a person made; undefined where there is none, or where a contract declares it. */
export const deleteSchedule = async (tx: Db, id: string): Promise<Schedule | undefined> => {
  const row = await tx
    .deleteFrom('agent_schedules')
    .where('id', '=', id)
    .where('origin', '=', 'api')
    .returning(scheduleColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toSchedule(row);
};
