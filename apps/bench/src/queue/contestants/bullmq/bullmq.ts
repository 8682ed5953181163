import { newId } from '@sherpa/core';
import { PostgresConnection, runMigrations } from 'bullmq';
import type { Auditor, Contestant, Place, Producer } from '../../contestant.ts';
import { doNothing, openBenchWorker, openQueue, type Backend } from './connect.ts';

export interface BullSettings {
  readonly backend: Backend;
  /** `counter`: BullMQ's own. */
  readonly ids: 'uuid' | 'counter';
}

const NAME = 'nothing.do';

const openProducer = async (place: Place, { backend, ids }: BullSettings): Promise<Producer> => {
  const queue = await openQueue(place, backend);
  const options = (): { jobId?: string } => (ids === 'uuid' ? { jobId: newId() } : {});
  const addOne = (n: number): Promise<unknown> => queue.add(NAME, { n }, options());
  return {
    addOne,
    addMany: (ns) => queue.addBulk(ns.map((n) => ({ name: NAME, data: { n }, opts: options() }))),
    openLane: async () => addOne,
    close: () => queue.close(),
  };
};

/** Nothing is left when nothing waits and nothing is active: a finished job is removed at once. */
export const openQueueAuditor = async (place: Place, backend: Backend): Promise<Auditor> => {
  const queue = await openQueue(place, backend);
  const left = async (): Promise<number> => (await queue.count()) + (await queue.getActiveCount());
  return {
    left,
    isDone: async () => (await left()) === 0,
    queued: () => queue.getWaitingCount(),
    rows: async () => null,
    close: () => queue.close(),
  };
};

const migrateQueue = async (place: Place): Promise<void> => {
  const connection = new PostgresConnection({
    connectionString: place.postgresUrl,
    schema: place.namespace,
    max: 1,
  });
  const client = await connection.pool.connect();
  try {
    await runMigrations(client, place.namespace);
  } finally {
    client.release();
    await connection.close();
  }
};

/** BullMQ by itself: no ledger, nothing kept. */
export const makeBullMq = (settings: BullSettings): Contestant => ({
  install: async (place) => {
    if (settings.backend === 'postgres') await migrateQueue(place);
  },
  openProducer: (place) => openProducer(place, settings),
  openWorker: async (place, onTask) => openBenchWorker(place, settings.backend, doNothing(onTask)),
  openAuditor: (place) => openQueueAuditor(place, settings.backend),
});
