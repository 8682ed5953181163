import type { RedisOptions } from 'ioredis';

const common = {
  /** Back within a second of the server's return, however long it was away. */
  retryStrategy: (times: number): number => Math.min(times * 100, 1_000),
  /** After a failover the old primary answers READONLY until we leave it; 2 = reconnect and send again. */
  reconnectOnError: (error: Error): 2 | false => (error.message.startsWith('READONLY') ? 2 : false),
  connectTimeout: 5_000,
  keepAlive: 10_000,
} satisfies RedisOptions;

/** A producer has a caller waiting: it fails within seconds instead of holding the call until Redis is back. */
export const producerOptions = {
  ...common,
  maxRetriesPerRequest: 2,
  /** Also the end of commands that were on their way when the connection broke; retries do not count for them. */
  commandTimeout: 5_000,
} satisfies RedisOptions;

/** A consumer has nobody waiting: its commands wait until Redis is back. */
export const consumerOptions = { ...common, maxRetriesPerRequest: null } satisfies RedisOptions;
