import { idSchema } from '@sherpa/core';
import { getTask, retryTask, type Database } from '@sherpa/db';

/** What the ledger says to a retry that Bull Board was asked for. */
export type LedgerAnswer = { readonly allow: true } | { readonly allow: false; readonly message: string };

/** Asks the ledger to take a job's task up again; without its word a retried job would find nothing to do. */
export type RetryInLedger = (taskId: string) => Promise<LedgerAnswer>;

/** Makes the question. A job that is not of the ledger (added by someone else, not adopted yet) may be retried. */
export const makeRetryInLedger =
  (db: Pick<Database, 'engine' | 'withTenant'>): RetryInLedger =>
  async (taskId) => {
    const id = idSchema.safeParse(taskId);
    // Bull Board shows the jobs of all tenants, so the task itself says whose it is.
    const task = id.success ? await getTask(db.engine, id.data) : undefined;
    if (task === undefined) return { allow: true };
    const moved = await db.withTenant(task.tenantId, (tx) => retryTask(tx, task.id));
    if (moved.kind === 'moved') return { allow: true };
    const message =
      moved.kind === 'held'
        ? `Task ${moved.by} has taken its key since: wait for that one, or cancel it first.`
        : `The task is ${task.status}: only a failed or cancelled one can be retried.`;
    return { allow: false, message };
  };
