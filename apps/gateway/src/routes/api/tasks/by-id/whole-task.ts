import type { Task } from '@sherpa/api';
import { listAttempts, type Task as LedgerTask } from '@sherpa/db';
import type { RouteDeps } from '../../../deps.ts';
import { toTask } from '../../../to-wire.ts';

/** The task as it goes over the wire, with the attempts that went wrong. */
export const readWhole = async (db: Pick<RouteDeps['db'], 'withTenant'>, task: LedgerTask): Promise<Task> => {
  // One that never began has none, and most have ended well at once.
  if (task.attempt === 0) return toTask(task, []);
  return toTask(task, await db.withTenant(task.tenantId, (tx) => listAttempts(tx, task)));
};
