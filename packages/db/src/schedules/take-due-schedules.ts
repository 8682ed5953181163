import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/index.ts';
import { readNow } from './read-now.ts';
import { scheduleColumns, toSchedule, type Schedule, type ScheduleRow } from './schedule.ts';

/** A task type of an agent. */
export interface WorkType {
  readonly agent: string;
  readonly type: string;
}

/** What is due, and the moment by the database's clock at which it was. */
export interface DueSchedules {
  readonly now: Date;
  readonly schedules: readonly Schedule[];
}

/**
 * What only another version of the fleet knows is left to it for this time; after that whoever looks
 * takes it, so that it is told as missed rather than due for ever.
 */
const OTHERS_GRACE_MS = 300_000;

const isDue = (known: readonly WorkType[]): RawBuilder<boolean> => sql`
  next_run_at <= now() and (next_run_at < now() - ${OTHERS_GRACE_MS} * interval '1 ms' or (agent, type) in (
    select agent, type from jsonb_to_recordset(
      ${JSON.stringify(known.map(({ agent, type }) => ({ agent, type })))}::jsonb) as x(agent text, type text)))`;

/** Whether `takeDueSchedules` would find any: one look at the index of next runs. */
export const isScheduleDue = async (engine: Db, known: readonly WorkType[]): Promise<boolean> => {
  // Ordered, for the planner: it would look for any one row by reading the table from its beginning.
  const { rows } = await sql`
    select id from agent_schedules where ${isDue(known)} order by next_run_at limit 1`.execute(engine);
  return rows.length > 0;
};

/**
 * Locks schedules that are due, the longest overdue first, for the caller's transaction, which fires
 * and moves them. Others skip what is locked, so that each tick goes to one conductor, and only to one
 * that knows its task type.
 */
export const takeDueSchedules = async (
  tx: Db,
  known: readonly WorkType[],
  limit: number,
): Promise<DueSchedules> => {
  const now = await readNow(tx);
  const { rows } = await sql<ScheduleRow>`
    select ${sql.join(scheduleColumns.map((column) => sql.ref(column)))} from agent_schedules
    where ${isDue(known)} order by next_run_at limit ${limit} for update skip locked`.execute(tx);
  return { now, schedules: rows.map(toSchedule) };
};
