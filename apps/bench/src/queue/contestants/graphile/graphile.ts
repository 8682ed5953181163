import { Logger, makeWorkerUtils, run, runMigrations, type Runner, type TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { Auditor, Contestant, OnTask, Place, Producer, Worker } from '../../contestant.ts';
import { countOf, openPool } from '../open-pool.ts';

export interface GraphileSettings {
  /** Jobs that a process takes from the database at a time. */
  readonly localQueueSize: number;
}

const TASK = 'nothing_do';

/** Its advice: ten, or two more than there are concurrent jobs where these use the pool; these do not. */
const POOL_MAX = 10;

const quiet = new Logger(() => () => undefined);

const openProducer = async (place: Place): Promise<Producer> => {
  const pool = openPool(place.postgresUrl, POOL_MAX);
  const utils = await makeWorkerUtils({ pgPool: pool, logger: quiet });
  const addOne = (n: number): Promise<unknown> => utils.addJob(TASK, { n });
  return {
    addOne,
    addMany: (ns) => utils.addJobs(ns.map((n) => ({ identifier: TASK, payload: { n } }))),
    openLane: async () => addOne,
    close: async () => {
      await utils.release();
      await pool.end();
    },
  };
};

const payloadSchema = z.object({ n: z.int() });

const openWorker = (place: Place, { localQueueSize }: GraphileSettings, onTask: OnTask): Worker => {
  const pool = openPool(place.postgresUrl, POOL_MAX);
  const taskList: TaskList = {
    [TASK]: (payload) => {
      onTask(payloadSchema.parse(payload).n);
    },
  };
  let runner: Runner | undefined;
  const stop = async (): Promise<void> => {
    await runner?.stop();
    runner = undefined;
  };
  return {
    start: async (concurrentJobs) => {
      runner = await run({
        pgPool: pool,
        taskList,
        logger: quiet,
        noHandleSignals: true,
        preset: {
          worker: {
            concurrentJobs,
            preparedStatements: true,
            localQueue: { size: localQueueSize },
            // What completes in the same turn of the event loop is written down together.
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
    },
    stop,
    close: async () => {
      await stop();
      await pool.end();
    },
  };
};

const openAuditor = (place: Place): Auditor => {
  const pool = openPool(place.postgresUrl, 1);
  const left = (): Promise<number> => countOf(pool, 'select count(*) from graphile_worker._private_jobs');
  return {
    left,
    isDone: async () =>
      (await countOf(pool, 'select exists (select from graphile_worker._private_jobs)::int as count')) === 0,
    queued: left,
    rows: async () => null,
    close: () => pool.end(),
  };
};

/** graphile-worker with a local queue and batched completes, which is how it is fastest. */
export const makeGraphile = (settings: GraphileSettings): Contestant => ({
  install: (place) => runMigrations({ connectionString: place.postgresUrl, logger: quiet }),
  openProducer,
  openWorker: async (place, onTask) => openWorker(place, settings, onTask),
  openAuditor: async (place) => openAuditor(place),
});
