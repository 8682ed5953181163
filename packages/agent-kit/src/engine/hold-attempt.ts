import { toAppError } from '@sherpa/core';
import { holdTasks, type Database, type HoldRequest } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Attempt } from './attempt.ts';
import { makeBatcher } from './batcher.ts';

export interface HoldDeps {
  readonly db: Pick<Database, 'hot'>;
  readonly log: Logger;
  readonly workerId: string;
  readonly leaseMs: number;
}

/**
 * Makes the way to write down that an attempt runs here, once, together with others of the same moment.
 * False: somebody else has the task by now, and the attempt was interrupted. Rejects where Postgres is away.
 */
export const makeHold = ({
  db,
  log,
  workerId,
  leaseMs,
}: HoldDeps): ((attempt: Attempt) => Promise<boolean>) => {
  const write = makeBatcher<HoldRequest, boolean>({
    maxBatch: 500,
    maxConcurrent: 1,
    run: async (requests) => {
      const held = await holdTasks(db.hot, { workerId, leaseMs }, requests);
      return requests.map(({ id }) => held.has(id));
    },
  });
  const holding = new WeakMap<Attempt, Promise<boolean>>();

  const holdNow = async (attempt: Attempt): Promise<boolean> => {
    const { id, attempt: number } = attempt.task;
    try {
      const isOurs = await write({ id, attempt: number, ranMs: attempt.ranMs });
      // Not before: a heartbeat that asked meanwhile would be told that the lease is lost.
      attempt.isHeld = isOurs;
      if (!isOurs) attempt.interrupt('lease-lost');
      return isOurs;
    } catch (err) {
      // It is tried again at the next look.
      holding.delete(attempt);
      log.warn('attempt not written down', { taskId: id, error: toAppError(err) });
      throw err;
    }
  };

  return (attempt) => {
    if (attempt.isHeld) return Promise.resolve(true);
    const held = holding.get(attempt) ?? holdNow(attempt);
    holding.set(attempt, held);
    return held;
  };
};
