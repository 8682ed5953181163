import { newId } from '@sherpa/core';
import type { Pool } from 'pg';
import type { Auditor, Contestant, OnTask, Place, Producer, Worker } from '../../contestant.ts';
import { openQueueAuditor } from '../bullmq/bullmq.ts';
import { openBenchWorker, openQueue } from '../bullmq/connect.ts';
import { countOf, openPool } from '../open-pool.ts';

/** One connection for each statement under way, as far as a process usually has them. */
const POOL_MAX = 20;

const TABLES = `
  create table ledger_tasks (
    id uuid primary key, payload jsonb not null, status text not null default 'pending', result jsonb,
    created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz
  );
  create table ledger_events (
    id uuid primary key, task_id uuid not null, type text not null, created_at timestamptz not null default now()
  )`;

const insertTask = (pool: Pool, id: string, n: number): Promise<unknown> =>
  pool.query({
    name: 'insert',
    text: 'insert into ledger_tasks (id, payload) values ($1, $2)',
    values: [id, JSON.stringify({ n })],
  });

const openProducer = async (place: Place): Promise<Producer> => {
  const [pool, queue] = [openPool(place.postgresUrl, POOL_MAX), await openQueue(place, 'redis')];
  const addOne = async (n: number): Promise<void> => {
    const jobId = newId();
    await insertTask(pool, jobId, n);
    await queue.add('nothing.do', { n }, { jobId });
  };
  return {
    addOne,
    addMany: async (ns) => {
      const jobs = ns.map((n) => ({ name: 'nothing.do', data: { n }, opts: { jobId: newId() } }));
      await Promise.all(jobs.map(({ data, opts }) => insertTask(pool, opts.jobId, data.n)));
      await queue.addBulk(jobs);
    },
    openLane: async () => addOne,
    close: async () => {
      await queue.close();
      await pool.end();
    },
  };
};

const start = `update ledger_tasks set status = 'in_progress', started_at = now() where id = $1`;
const finish = `update ledger_tasks set status = 'completed', result = $2, finished_at = now() where id = $1`;
const event = `insert into ledger_events (id, task_id, type) values ($1, $2, 'task.completed')`;

const openWorker = (place: Place, onTask: OnTask): Worker => {
  const pool = openPool(place.postgresUrl, POOL_MAX);
  const worker = openBenchWorker(place, 'redis', async ({ id, data }) => {
    await pool.query({ name: 'start', text: start, values: [id] });
    onTask(data.n);
    const result = { ok: true };
    await pool.query({ name: 'finish', text: finish, values: [id, JSON.stringify(result)] });
    await pool.query({ name: 'event', text: event, values: [newId(), id] });
    return result;
  });
  return {
    ...worker,
    close: async () => {
      await worker.close();
      await pool.end();
    },
  };
};

const openAuditor = async (place: Place): Promise<Auditor> => {
  const pool = openPool(place.postgresUrl, 1);
  const queue = await openQueueAuditor(place, 'redis');
  return {
    ...queue,
    rows: async () => ({
      completed: await countOf(pool, `select count(*) from ledger_tasks where status = 'completed'`),
      events: await countOf(pool, 'select count(*) from ledger_events'),
    }),
    close: async () => {
      await queue.close();
      await pool.end();
    },
  };
};

/** The ledger as one would write it first: BullMQ on Redis and a statement for every move of a task. */
export const makeNaiveLedger = (): Contestant => ({
  install: async (place) => {
    const pool = openPool(place.postgresUrl, 1);
    await pool.query(TABLES);
    await pool.end();
  },
  openProducer,
  openWorker: async (place, onTask) => openWorker(place, onTask),
  openAuditor,
});
