import { createPostgresBackend, Queue, Worker, type Processor } from 'bullmq';
import type { OnTask, Place, Worker as BenchWorker } from '../../contestant.ts';

export type Backend = 'redis' | 'postgres';
export type BullQueue = Pick<
  Queue,
  'add' | 'addBulk' | 'count' | 'getActiveCount' | 'getWaitingCount' | 'close'
>;
export type BullWorker = Pick<Worker, 'run' | 'close'>;
export type Process = Processor<{ readonly n: number }>;

const QUEUE = 'bench';

/** More connections than cores only queue up at the server; fewer leave it idle between two statements. */
const POSTGRES_POOL_MAX = 10;

/** Nothing is kept of a job that is done: BullMQ at its fastest. */
const kept = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };

const postgresOf = (place: Place) => ({
  connection: { connectionString: place.postgresUrl, schema: place.namespace, max: POSTGRES_POOL_MAX },
});
const redisOf = (place: Place) => ({ connection: { url: place.redisUrl }, prefix: place.namespace });

export const openQueue = async (place: Place, backend: Backend): Promise<BullQueue> => {
  const options = { defaultJobOptions: { removeOnComplete: true, removeOnFail: true } };
  const queue =
    backend === 'redis'
      ? new Queue(QUEUE, { ...options, ...redisOf(place) })
      : new Queue(QUEUE, { ...options, ...postgresOf(place) }, createPostgresBackend);
  queue.on('error', () => undefined);
  await queue.waitUntilReady();
  return queue;
};

const openBullWorker = async (
  place: Place,
  backend: Backend,
  work: { readonly process: Process; readonly concurrency: number },
): Promise<BullWorker> => {
  const options = { autorun: false, concurrency: work.concurrency, ...kept };
  const worker =
    backend === 'redis'
      ? new Worker(QUEUE, work.process, { ...options, ...redisOf(place) })
      : new Worker(QUEUE, work.process, { ...options, ...postgresOf(place) }, createPostgresBackend);
  worker.on('error', () => undefined);
  await worker.waitUntilReady();
  return worker;
};

/** A BullMQ worker that does `process` for each job. */
export const openBenchWorker = (place: Place, backend: Backend, process: Process): BenchWorker => {
  let worker: BullWorker | undefined;
  const stop = async (): Promise<void> => {
    await worker?.close();
    worker = undefined;
  };
  return {
    start: async (concurrency) => {
      const opened = await openBullWorker(place, backend, { process, concurrency });
      worker = opened;
      opened.run().catch(() => undefined);
    },
    stop,
    close: stop,
  };
};

/** What a job does that does nothing but be counted. */
export const doNothing =
  (onTask: OnTask): Process =>
  async (job) => {
    onTask(job.data.n);
    return { ok: true };
  };
