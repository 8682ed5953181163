import { QueueKeys, RedisConnection, RedisQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';
import { CorkingRedis } from './corking-redis.ts';
import type { ConsumerConnection } from '../backend.ts';
import { steadyBackend } from '../steady-backend.ts';
import { blockingOptions, consumerOptions } from './redis-options.ts';

/**
 * A consumer's two connections, one of them for the blocking read. Built by hand, because BullMQ
 * opens the second one where nobody can reach it, and both must go when Redis hangs at closing time.
 */
export const connectRedisConsumer = (url: string, prefix: string): ConsumerConnection => {
  const clients: Redis[] = [];
  const dropped = new AbortController();
  const open = (options: typeof consumerOptions & { connectionName?: string }): Redis => {
    const client = new CorkingRedis(url, options);
    // BullMQ listens too and reports; this one keeps ioredis from printing errors that come after closing.
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  return {
    connect: (name, opts) => {
      const keys = new QueueKeys(prefix);
      const backend = new RedisQueueBackend(
        new RedisConnection(open(consumerOptions), { blocking: false }),
        name,
        keys.getKeys(name),
        (type) => keys.toKey(name, type),
        { ...opts, connection: {} },
        // The name is how BullMQ, and so Bull Board, finds the workers of a queue.
        new RedisConnection(
          open({ ...blockingOptions, connectionName: `${prefix}:${Buffer.from(name).toString('base64')}` }),
          { blocking: true },
        ),
      );
      return steadyBackend(backend, dropped.signal);
    },
    reset: () => {
      // One that is on its way to be opened again must be left to it: ioredis would not try any more.
      for (const client of clients) if (client.status === 'ready') client.disconnect(true);
    },
    destroy: () => {
      dropped.abort();
      for (const client of clients) client.disconnect();
    },
  };
};
