import type { Db } from '../schema/index.ts';
import { cancelTask } from '../tasks/move-task.ts';

/** A deduplication key, and whose it is. */
export interface KeyPlace {
  readonly tenantId: string;
  readonly agent: string;
  readonly key: string;
}

/**
 * Cancels the task that holds the key and frees the key for another one, at once, also where the task
 * runs and is only asked to stop.
 */
export const supersedeTask = async (tx: Db, { tenantId, agent, key }: KeyPlace): Promise<void> => {
  const holder = await tx
    .selectFrom('agent_task_keys')
    .select('task_id')
    .where('tenant_id', '=', tenantId)
    .where('agent', '=', agent)
    .where('key', '=', key)
    .executeTakeFirst();
  if (holder === undefined) return;
  await cancelTask(tx, holder.task_id);
  await tx
    .deleteFrom('agent_task_keys')
    .where('tenant_id', '=', tenantId)
    .where('agent', '=', agent)
    .where('key', '=', key)
    .where('task_id', '=', holder.task_id)
    .execute();
};
