import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { WaitKind } from './wait.ts';

/** What a task waits for. */
export interface Wait {
  readonly kind: WaitKind;
  readonly name: string;
  readonly since: Date;
  /** When it goes on by itself; null where it does not. */
  readonly until: Date | null;
  readonly signal: string | null;
  readonly approvalId: string | null;
  /** The tasks that have not ended yet. */
  readonly taskIds: readonly string[];
}

/** What that task waits for, or undefined if it does not wait. */
export const getWait = async (tx: Db, taskId: string): Promise<Wait | undefined> => {
  const { rows } = await sql<Wait>`
    select kind, name, created_at as since, wake_at as until, signal, detail ->> 'approvalId' as "approvalId",
      array(select c.id::text from agent_tasks c where c.awaited_by = w.task_id
        and c.status in ('pending', 'in_progress', 'waiting') order by c.id) as "taskIds"
    from agent_waits w where task_id = ${taskId}`.execute(tx);
  return rows[0];
};
