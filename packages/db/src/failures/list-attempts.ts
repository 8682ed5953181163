import type { Db } from '../schema/index.ts';
import type { AttemptOutcome } from '../schema/dead-letters.ts';
import type { TaskError } from '../tasks/task.ts';
import { sql } from 'kysely';

/** An attempt that went wrong, as people look at it. */
export interface Attempt {
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly error: TaskError;
  readonly fingerprint: string;
  readonly workerId: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
}

/** A task's attempts that ended with an error, the latest 100, oldest first. */
export const listAttempts = async (
  tx: Db,
  task: { readonly id: string; readonly createdAt: Date },
): Promise<Attempt[]> => {
  const rows = await tx
    .selectFrom('agent_attempts')
    .select(['attempt', 'outcome', 'error', 'fingerprint', 'worker_id', 'started_at', 'ended_at'])
    .where('task_id', '=', task.id)
    // Only for the partitions: no attempt is older than its task, by however much clocks differ.
    .where('id', '>=', sql<string>`lowest_id_of(${task.createdAt}::timestamptz - interval '1 day')`)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows
    .map(({ worker_id: workerId, started_at: startedAt, ended_at: endedAt, ...one }) => ({
      ...one,
      workerId,
      startedAt,
      endedAt,
    }))
    .toReversed();
};
