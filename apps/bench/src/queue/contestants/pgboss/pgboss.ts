import { PgBoss, type Job } from 'pg-boss';
import type { Auditor, Contestant, OnTask, Place, Producer, Worker } from '../../contestant.ts';
import { countOf, openPool } from '../open-pool.ts';

export interface PgBossSettings {
  readonly batchSize: number;
}

const QUEUE = 'bench';

/** Its own default. */
const POOL_MAX = 10;

const openBoss = async (place: Place, options: { readonly listens: boolean }): Promise<PgBoss> => {
  const boss = new PgBoss({
    connectionString: place.postgresUrl,
    max: POOL_MAX,
    // Its housekeeping is none of what is measured.
    supervise: false,
    schedule: false,
    useListenNotify: options.listens,
  });
  boss.on('error', () => undefined);
  await boss.start();
  return boss;
};

const openProducer = async (place: Place): Promise<Producer> => {
  const boss = await openBoss(place, { listens: false });
  const addOne = (n: number): Promise<unknown> => boss.send(QUEUE, { n });
  return {
    addOne,
    addMany: (ns) =>
      boss.insert(
        QUEUE,
        ns.map((n) => ({ data: { n } })),
      ),
    openLane: async () => addOne,
    close: () => boss.stop({ graceful: false }),
  };
};

const openWorker = async (place: Place, { batchSize }: PgBossSettings, onTask: OnTask): Promise<Worker> => {
  const boss = await openBoss(place, { listens: true });
  const stop = async (): Promise<void> => {
    await boss.offWork(QUEUE, { wait: true });
  };
  return {
    // A batch is handled at once, so the concurrency asked for has no place to go.
    start: async () => {
      const options = { batchSize, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
      await boss.work(QUEUE, options, async (jobs: Job<{ n: number }>[]) => {
        for (const job of jobs) onTask(job.data.n);
        return { ok: true };
      });
    },
    stop,
    close: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};

const openAuditor = (place: Place): Auditor => {
  const pool = openPool(place.postgresUrl, 1);
  const live = `select from pgboss.job where name = '${QUEUE}' and state < 'completed'`;
  const left = (): Promise<number> => countOf(pool, `select count(*) from (${live}) live`);
  return {
    left,
    isDone: async () => (await countOf(pool, `select exists (${live})::int as count`)) === 0,
    queued: left,
    rows: async () => null,
    close: () => pool.end(),
  };
};

/** pg-boss that fetches and completes whole batches and is told of new jobs, which is how it is fastest. */
export const makePgBoss = (settings: PgBossSettings): Contestant => ({
  install: async (place) => {
    const boss = await openBoss(place, { listens: false });
    await boss.createQueue(QUEUE, { notify: true });
    await boss.stop({ graceful: false });
  },
  openProducer,
  openWorker: (place, onTask) => openWorker(place, settings, onTask),
  openAuditor: async (place) => openAuditor(place),
});
