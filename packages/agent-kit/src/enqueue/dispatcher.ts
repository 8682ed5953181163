import { toAppError } from '@sherpa/core';
import type { Database, PlannedJob, StagedJobs } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { makeBatcher } from '../engine/batcher.ts';
import { makeClearing } from './clearing.ts';
import { makeLanes } from './lanes.ts';
import { watchTenants } from './watch-tenants.ts';

export interface DispatcherDeps {
  readonly db: Pick<Database, 'hot' | 'engine'>;
  readonly queue: Pick<Queue, 'add' | 'ensure'>;
  readonly log: Logger;
}

/** Adds the jobs that a commit owes the queue: the fast path, right after the commit. */
export interface Dispatcher {
  /**
   * Adds them and clears their row of the outbox. It never rejects: what could not be added stays in the
   * outbox, and the conductor adds it.
   */
  dispatch(staged: StagedJobs): Promise<void>;
  /**
   * The same for tasks that had a job before (retried, woken): what is left of a finished one makes way.
   */
  dispatchAgain(staged: StagedJobs): Promise<void>;
  /** Adds jobs that the queue may have lost and that no row of the outbox names; rejects if that fails. */
  refill(agent: string, jobs: readonly PlannedJob[]): Promise<void>;
  /** Resolves when the outbox has heard of all that was added. */
  settled(): Promise<void>;
}

type Add = Queue['add'];

/** Only where tenants share the fleet: a single one keeps the order in which its tasks came. */
const makeRanking = (db: DispatcherDeps['db']) => {
  const lanes = makeLanes(() => performance.now());
  const tenants = watchTenants(db);
  return (job: PlannedJob) =>
    tenants.areMany() ? { ...job, rank: lanes.rankOf(job.agent, job.tenantId, job.taskIds.length) } : job;
};

/** As many batches of jobs as the queue can use at a time. */
const ADDING = { maxBatch: 500, maxConcurrent: 4 };

export const makeDispatcher = ({ db, queue, log }: DispatcherDeps): Dispatcher => {
  const ranked = makeRanking(db);
  const clearing = makeClearing(db);

  const addAll = async (add: Add, all: readonly StagedJobs[]): Promise<undefined[]> => {
    const byAgent = Map.groupBy(
      all.flatMap(({ jobs }) => jobs),
      (job) => job.agent,
    );
    try {
      await Promise.all([...byAgent].map(([agent, jobs]) => add(agent, jobs.map(ranked))));
      for (const { outboxId } of all) clearing.add(outboxId);
    } catch (err) {
      log.warn('jobs not added; the conductor will', { count: all.length, error: toAppError(err) });
    }
    return all.map(() => undefined);
  };

  const makeAdd = (add: Add) =>
    makeBatcher<StagedJobs, undefined>({ ...ADDING, run: (all) => addAll(add, all) });
  const first = makeAdd((agent, jobs) => queue.add(agent, jobs));
  const again = makeAdd((agent, jobs) => queue.ensure(agent, jobs));

  const through = async (add: typeof first, staged: StagedJobs): Promise<void> => {
    if (staged.jobs.length > 0) await add(staged);
  };
  return {
    dispatch: (staged) => through(first, staged),
    dispatchAgain: (staged) => through(again, staged),
    refill: (agent, jobs) => queue.ensure(agent, jobs.map(ranked)),
    settled: () => clearing.settled(),
  };
};
