import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Where a schedule goes after its due ticks. */
export interface ScheduleMove {
  readonly id: string;
  /** The tick to wait for; undefined where none is left. */
  readonly next: { readonly tick: Date; readonly runAt: Date } | undefined;
  /** The last tick that fired, if any did. */
  readonly ran: { readonly tick: Date; readonly taskId: string } | undefined;
}

/** Moves schedules on, in the transaction that inserts the tasks of their ticks. */
export const moveSchedules = async (tx: Db, moves: readonly ScheduleMove[]): Promise<void> => {
  if (moves.length === 0) return;
  const input = JSON.stringify(
    moves.map(({ id, next, ran }) => ({
      id,
      next_tick_at: next?.tick,
      next_run_at: next?.runAt,
      last_tick_at: ran?.tick,
      last_task_id: ran?.taskId,
    })),
  );
  await sql`
    update agent_schedules s set
      next_tick_at = coalesce(m.next_tick_at, s.next_tick_at),
      next_run_at = m.next_run_at,
      last_tick_at = coalesce(m.last_tick_at, s.last_tick_at),
      last_run_at = case when m.last_task_id is null then s.last_run_at else now() end,
      last_task_id = coalesce(m.last_task_id, s.last_task_id)
    from jsonb_to_recordset(${input}::jsonb) as m(
      id uuid, next_tick_at timestamptz, next_run_at timestamptz, last_tick_at timestamptz, last_task_id uuid)
    where s.id = m.id`.execute(tx);
};

/** Notes a run that a person asked for; the ticks stay as they are. */
export const noteRun = async (tx: Db, id: string, taskId: string): Promise<void> => {
  await tx
    .updateTable('agent_schedules')
    .set({ last_run_at: sql`now()`, last_task_id: taskId })
    .where('id', '=', id)
    .execute();
};
