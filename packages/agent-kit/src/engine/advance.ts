import { forgiveAttempts, type Database, type Db } from '@sherpa/db';
import type { TaskContext } from '../agent/task-context.ts';

/** What there is to know of an attempt that may get further than those before it. */
export interface AdvancingAttempt {
  readonly task: { readonly id: string; readonly tenantId: string; readonly attempt: number };
  readonly workerId: string;
  /** Whether earlier attempts are held against its task. */
  isBurdened(): boolean;
  /** Sees to it that the ledger knows the attempt; rejects where somebody else has its task by now. */
  hold(): Promise<void>;
  /** The ledger does not hold them against it any more. */
  forgiven(): void;
}

/**
 * The way to keep how far an attempt is. What nothing is held against pays nothing for it: the ledger is written
 * to once, by the first such transaction of an attempt that follows others.
 */
export const makeAdvance = (
  db: Pick<Database, 'withTenant'>,
  attempt: AdvancingAttempt,
): TaskContext['advance'] => {
  const { id: taskId, tenantId, attempt: number } = attempt.task;

  const forgiving = async <T>(
    work: (tx: Db) => Promise<T>,
    isFurther: (result: T) => boolean,
  ): Promise<T> => {
    await attempt.hold();
    const { result, further } = await db.withTenant(tenantId, async (tx) => {
      const done = await work(tx);
      const is = isFurther(done);
      if (is) await forgiveAttempts(tx, { taskId, attempt: number, workerId: attempt.workerId });
      return { result: done, further: is };
    });
    if (further) attempt.forgiven();
    return result;
  };

  return (work, isFurther = () => true) =>
    attempt.isBurdened() ? forgiving(work, isFurther) : db.withTenant(tenantId, work);
};
