import type { Task } from '@sherpa/api';
import { getWait, listAttempts, type Task as LedgerTask } from '@sherpa/db';
import type { RouteDeps } from '../../../deps.ts';
import { toTask } from '../../../to-wire.ts';

/** The task as it goes over the wire, with the attempts that went wrong and what it waits for. */
export const readWhole = async (db: Pick<RouteDeps['db'], 'withTenant'>, task: LedgerTask): Promise<Task> => {
  // One that never began has neither, and most have ended well at once.
  if (task.attempt === 0) return toTask(task, []);
  return db.withTenant(task.tenantId, async (tx) =>
    toTask(
      task,
      await listAttempts(tx, task),
      task.status === 'waiting' ? await getWait(tx, task.id) : undefined,
    ),
  );
};
