import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { Holder } from './held-tasks.ts';

/**
 * Holds no attempt before this one against its task any more, because this one has got further than they did.
 * Belongs at the end of the transaction that keeps how far that is; does nothing for who has lost the task.
 * Answers whether any was held against it.
 */
export const forgiveAttempts = async (tx: Db, { taskId, attempt, workerId }: Holder): Promise<boolean> => {
  const { numAffectedRows = 0n } = await sql`
    update agent_tasks set uncounted_attempts = attempt - 1
    where id = ${taskId}::uuid and attempt = ${attempt}::integer and worker_id = ${workerId}::uuid
      and status = 'in_progress' and uncounted_attempts < attempt - 1`.execute(tx);
  return numAffectedRows > 0n;
};
