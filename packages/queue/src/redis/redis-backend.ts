import { createRedisBackend, type Queue as BullQueue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Backend } from '../backend.ts';
import { makeRedisBudgetStore } from '../budgets/redis/redis-budget-store.ts';
import { redisPrefix } from '../names.ts';
import { settings } from '../settings.ts';
import { within } from '../within.ts';
import { connectRedisConsumer } from './redis-consumer.ts';
import { producerOptions } from './redis-options.ts';
import { makeRedisStore } from './redis-store.ts';

export interface RedisBackendSettings {
  readonly url: string;
  readonly namespace: string;
  readonly onError: (error: unknown) => void;
}

/** Which of the jobs have a score in one of the sets, in one round trip. */
const idsIn = async (client: Redis, sets: readonly string[], ids: readonly string[]): Promise<string[]> => {
  const scores = await Promise.all(sets.map((set) => client.zmscore(set, ...ids)));
  return ids.filter((_, index) => scores.some((ofSet) => typeof ofSet[index] === 'string'));
};

/** The commands share one connection and one turn, so this is one round trip and not one for each. */
const removeJobs = async (queue: BullQueue, ids: readonly string[]): Promise<void> => {
  await Promise.all(ids.map((id) => queue.remove(id, { removeChildren: false })));
};

/** BullMQ on Redis: one connection for all producers of the process, two for each consumer. */
export const makeRedisBackend = ({ url, namespace, onError }: RedisBackendSettings): Backend => {
  const prefix = redisPrefix(namespace);
  const client = new Redis(url, {
    ...producerOptions,
    lazyConnect: true,
    connectionName: `${namespace}-producer`,
  });
  client.on('error', onError);
  const ping = async (): Promise<void> => {
    await client.ping();
  };
  return {
    kind: 'redis',
    prefix,
    store: makeRedisStore(client, prefix),
    budgets: makeRedisBudgetStore(client, prefix),
    ready: ping,
    connectProducer: (name, opts, options) =>
      createRedisBackend(name, { ...opts, connection: client, skipWaitingForReady: true }, options),
    connectConsumer: () => connectRedisConsumer(url, prefix),
    removeJobs,
    removeFinished: async (queue, ids) => {
      const finished = await idsIn(client, [queue.toKey('completed'), queue.toKey('failed')], ids);
      await removeJobs(queue, finished);
    },
    ping,
    close: async () => {
      if (client.status === 'ready') {
        await within(
          settings.closeGraceMs,
          client.quit().catch(() => undefined),
        );
      }
      client.disconnect();
    },
  };
};
