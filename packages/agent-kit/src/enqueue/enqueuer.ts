import { toAppError, type Contract } from '@sherpa/core';
import {
  enqueueTasks,
  enqueueTasksIn,
  type Database,
  type Db,
  type InsertedTask,
  type NewTask,
  type TaskOrigin,
} from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { makeBatcher } from '../engine/batcher.ts';
import { makeDispatcher } from './dispatcher.ts';
import { prepareAll, type EnqueueRequest } from './prepare-all.ts';

export interface EnqueuerDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly contracts: readonly Contract[];
  readonly log: Logger;
}

/** Tasks that were inserted in somebody's transaction and whose jobs are to be added after its commit. */
export interface Pledge {
  readonly answers: readonly InsertedTask[];
  /** To be called after the commit. Should that be forgotten, or the process die, the conductor does it seconds later. */
  dispatch(): Promise<void>;
}

export interface Enqueuer {
  /**
   * Checks all, commits all in one transaction, adds their jobs; answers in order. One that does not
   * fit its contract refuses them all with `ValidationError`, its problems naming the index where
   * there are several. Callers at the same time share a commit.
   */
  enqueue(tenantId: string, requests: readonly EnqueueRequest[], origin: TaskOrigin): Promise<InsertedTask[]>;
  /**
   * The same in the caller's own transaction (of `Database.withTenant`), so that the tasks and what
   * causes them are committed together or not at all.
   */
  enqueueIn(
    tx: Db,
    tenantId: string,
    requests: readonly EnqueueRequest[],
    origin: TaskOrigin,
  ): Promise<Pledge>;
  /** Runs `work` in one transaction of the tenant and adds the jobs of what it enqueued after the commit. */
  withTenant<T>(
    tenantId: string,
    work: (
      tx: Db,
      enqueue: (requests: readonly EnqueueRequest[], origin: TaskOrigin) => Promise<readonly InsertedTask[]>,
    ) => Promise<T>,
  ): Promise<T>;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

/** Two commits at a time: while they are under way, the next one gathers. */
const BATCH = { maxBatch: 200, maxConcurrent: 2 };

interface Committed {
  readonly answers: readonly InsertedTask[];
  /** Settles when the jobs are in the queue, or are the conductor's to add. */
  readonly added: Promise<void>;
}

const isAway = (reason: unknown): boolean => toAppError(reason).status === 503;

/** One that cannot be kept must not refuse its neighbours: each is then tried alone. */
const isolating =
  (commit: (groups: readonly NewTask[][]) => Promise<Committed[]>) =>
  async (groups: readonly NewTask[][]): Promise<PromiseSettledResult<Committed>[]> => {
    try {
      return (await commit(groups)).map((value) => ({ status: 'fulfilled', value }));
    } catch (reason) {
      // What a server that is away has refused was nobody's fault, and may even have been kept.
      if (groups.length === 1 || isAway(reason)) return groups.map(() => ({ status: 'rejected', reason }));
      const alone = await Promise.allSettled(groups.map((group) => commit([group])));
      return alone.map((one) => {
        if (one.status === 'rejected') return one;
        const [value] = one.value;
        return value === undefined ? { status: 'rejected', reason } : { status: 'fulfilled', value };
      });
    }
  };

export const makeEnqueuer = ({ db, queue, contracts, log }: EnqueuerDeps): Enqueuer => {
  const dispatcher = makeDispatcher({ db, queue, log });

  const commitTogether = async (groups: readonly NewTask[][]): Promise<Committed[]> => {
    const { answers, staged } = await enqueueTasks(db, groups.flat());
    const added = dispatcher.dispatch(staged);
    let from = 0;
    return groups.map((group) => {
      const own = answers.slice(from, from + group.length);
      from += group.length;
      return { answers: own, added };
    });
  };

  const commit = makeBatcher({ ...BATCH, run: isolating(commitTogether) });

  const enqueueIn: Enqueuer['enqueueIn'] = async (tx, tenantId, requests, origin) => {
    const { answers, staged } = await enqueueTasksIn(tx, prepareAll(contracts, tenantId, requests, origin));
    return { answers, dispatch: () => dispatcher.dispatch(staged) };
  };

  return {
    enqueue: async (tenantId, requests, origin) => {
      const outcome = await commit(prepareAll(contracts, tenantId, requests, origin));
      if (outcome.status === 'rejected') throw outcome.reason;
      await outcome.value.added;
      return [...outcome.value.answers];
    },
    enqueueIn,
    withTenant: async (tenantId, work) => {
      const pledges: Pledge[] = [];
      const result = await db.withTenant(tenantId, (tx) =>
        work(tx, async (requests, origin) => {
          const pledge = await enqueueIn(tx, tenantId, requests, origin);
          pledges.push(pledge);
          return pledge.answers;
        }),
      );
      await Promise.all(pledges.map((pledge) => pledge.dispatch()));
      return result;
    },
    settled: () => dispatcher.settled(),
  };
};
