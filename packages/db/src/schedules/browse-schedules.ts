import type { Db } from '../schema/index.ts';
import { scheduleColumns, toSchedule, type Schedule } from './schedule.ts';

export interface ScheduleFilter {
  readonly agent?: string | undefined;
  readonly type?: string | undefined;
  readonly limit: number;
  /** The id of the last schedule seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

/** A tenant's schedules, newest first. */
export const listSchedules = async (tx: Db, filter: ScheduleFilter): Promise<Schedule[]> => {
  const { agent, type, cursor } = filter;
  const rows = await tx
    .selectFrom('agent_schedules')
    .select(scheduleColumns)
    .$if(agent !== undefined, (query) => query.where('agent', '=', agent ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(toSchedule);
};

/** The schedule of that id, or undefined if this tenant has none; `locked` keeps others from moving it. */
export const getSchedule = async (
  tx: Db,
  id: string,
  how: 'read' | 'locked' = 'read',
): Promise<Schedule | undefined> => {
  const row = await tx
    .selectFrom('agent_schedules')
    .select(scheduleColumns)
    .where('id', '=', id)
    .$if(how === 'locked', (query) => query.forUpdate())
    .executeTakeFirst();
  return row === undefined ? undefined : toSchedule(row);
};
