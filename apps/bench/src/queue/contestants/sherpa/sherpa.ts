import { makeEnqueuer, startRunner, type EnqueueRequest, type Runner } from '@sherpa/agent-kit';
import { ensureTenant, migrate } from '@sherpa/db';
import type { AddOne, Auditor, Contestant, OnTask, Place, Producer, Worker } from '../../contestant.ts';
import { countOf, openPool } from '../open-pool.ts';
import { benchContract, makeBenchAgent } from './agent.ts';
import { openParts, type Backend } from './parts.ts';

/** What workers count, by how an attempt ended. */
const OUTCOMES = {
  completed: 'completed',
  failed: 'failed',
  pending: 'retried',
  waiting: 'parked',
  cancelled: 'cancelled',
} as const;

/** The default of WORKER_LEASE_MS. */
const LEASE_MS = 15_000;
const DRAIN_MS = 20_000;
const TENANT = 'default';

const agent = benchContract.agent;

const toRequest = (n: number): EnqueueRequest => ({ agent, type: 'nothing.do', payload: { n } });

const openEnqueuer = async (place: Place, backend: Backend, poolMax?: number) => {
  const parts = openParts(place, backend, poolMax);
  await parts.queue.ready();
  const enqueuer = makeEnqueuer({ ...parts, contracts: [benchContract] });
  const { id } = await ensureTenant(parts.db.engine, TENANT);
  return {
    enqueue: (ns: readonly number[]) => enqueuer.enqueue(id, ns.map(toRequest), 'api'),
    close: parts.close,
  };
};

const openProducer = async (place: Place, backend: Backend): Promise<Producer> => {
  const { enqueue, close } = await openEnqueuer(place, backend);
  const lanes: (() => Promise<void>)[] = [];
  const openLane = async (): Promise<AddOne> => {
    const lane = await openEnqueuer(place, backend, 2);
    lanes.push(lane.close);
    return (n) => lane.enqueue([n]);
  };
  return {
    addOne: (n) => enqueue([n]),
    addMany: enqueue,
    openLane,
    close: async () => {
      await Promise.all([close(), ...lanes.map((closeLane) => closeLane())]);
    },
  };
};

const openWorker = async (place: Place, backend: Backend, onTask: OnTask): Promise<Worker> => {
  const parts = openParts(place, backend);
  const { db, queue, metrics } = parts;
  await Promise.all([db.ping(), queue.ready()]);
  const defaultTenant = await ensureTenant(db.engine, TENANT);
  let runner: Runner | undefined;
  const stop = async (): Promise<void> => {
    await runner?.stop({ deadlineMs: DRAIN_MS });
    runner = undefined;
  };
  return {
    start: async (concurrency) => {
      runner = await startRunner({
        ...parts,
        agent: makeBenchAgent(onTask),
        defaultTenant,
        concurrency,
        leaseMs: LEASE_MS,
        onAttempt: (report) => metrics.observeTask({ ...report, outcome: OUTCOMES[report.outcome] }),
      });
    },
    stop,
    close: async () => {
      await stop();
      await parts.close();
    },
  };
};

const LIVE = `select from agent_tasks where status in ('pending', 'in_progress', 'waiting')`;

const openAuditor = async (place: Place, backend: Backend): Promise<Auditor> => {
  const pool = openPool(place.postgresUrl, 1);
  const { queue, close } = openParts(place, backend, 2);
  const queued = async (): Promise<number> => {
    const { waiting, delayed } = await queue.counts(agent);
    return waiting + delayed;
  };
  return {
    left: () => countOf(pool, `select count(*) from (${LIVE}) live`),
    isDone: async () => (await countOf(pool, `select exists (${LIVE})::int as count`)) === 0,
    queued,
    rows: async () => ({
      completed: await countOf(pool, `select count(*) from agent_tasks where status = 'completed'`),
      events: await countOf(pool, `select count(*) from agent_events where type = 'task.completed'`),
    }),
    close: async () => {
      await pool.end();
      await close();
    },
  };
};

/** Sherpa through the surface its apps use: ledger row, claim, finish and event for every task. */
export const makeSherpa = (backend: Backend): Contestant => ({
  install: async (place) => {
    await migrate({ url: place.postgresUrl });
    const parts = openParts(place, backend);
    await parts.queue.ready();
    await ensureTenant(parts.db.engine, TENANT);
    await parts.close();
  },
  openProducer: (place) => openProducer(place, backend),
  openWorker: (place, onTask) => openWorker(place, backend, onTask),
  openAuditor: (place) => openAuditor(place, backend),
});
