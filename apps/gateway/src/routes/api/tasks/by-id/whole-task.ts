import type { Task } from '@sherpa/api';
import { getWait, listAttempts, listEffects, listSteps, type Task as LedgerTask } from '@sherpa/db';
import type { RouteDeps } from '../../../deps.ts';
import { toTask } from '../../../to-wire.ts';

const untouched = { attempts: [], steps: [], effects: [], wait: undefined };

/** The task as it goes over the wire, with what it did, the attempts that went wrong and what it waits for. */
export const readWhole = async (db: Pick<RouteDeps['db'], 'withTenant'>, task: LedgerTask): Promise<Task> => {
  // One that never began has none of it.
  if (task.attempt === 0) return toTask(task, untouched);
  return db.withTenant(task.tenantId, async (tx) =>
    toTask(task, {
      attempts: await listAttempts(tx, task),
      steps: await listSteps(tx, [task.id]),
      effects: await listEffects(tx, task.id),
      wait: task.status === 'waiting' ? await getWait(tx, task.id) : undefined,
    }),
  );
};
