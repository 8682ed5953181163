import { Queue as BullQueue } from 'bullmq';
import { AppError } from '@sherpa/core';
import type { Backend } from '../backend.ts';
import { queueName } from '../names.ts';
import { settings } from '../settings.ts';

/** BullMQ's queue objects, one for each agent, made when first asked for. */
export interface BullQueues {
  of(agent: string): BullQueue;
  close(): Promise<void>;
}

const isBullQueue = (made: unknown): made is BullQueue => made instanceof BullQueue;

/** BullMQ's default type names the Redis backend, and Bull Board asks for that type on either. */
const openQueue = (backend: Backend, agent: string): BullQueue => {
  const queue = new BullQueue(
    queueName(agent),
    { connection: {}, prefix: backend.prefix, streams: { events: { maxLen: settings.keepEvents } } },
    backend.connectProducer,
  );
  // Each call of ours rejects by itself and the backend reports its connection; this would say it a third time.
  queue.on('error', () => undefined);
  if (!isBullQueue(queue)) throw new AppError('BullMQ made something else than a queue.');
  return queue;
};

/** Queues over the producers' connections of `backend`. */
export const makeBullQueues = (backend: Backend): BullQueues => {
  const queues = new Map<string, BullQueue>();
  return {
    of: (agent) => {
      const known = queues.get(agent);
      if (known !== undefined) return known;
      const queue = openQueue(backend, agent);
      queues.set(agent, queue);
      // A queue object that could not look at its server when it was made refuses for ever; the next
      // call makes another.
      queue.waitUntilReady().catch(() => {
        if (queues.get(agent) === queue) queues.delete(agent);
        return queue.close().catch(() => undefined);
      });
      return queue;
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      queues.clear();
    },
  };
};
