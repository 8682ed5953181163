import type { RedisOptions } from 'ioredis';

const common = {
  /** Back within a second of the server's return, however long it was away. */
  retryStrategy: (times: number): number => Math.min(times * 100, 1_000),
  /** After a failover the old primary answers READONLY until we leave it; 2 = reconnect and send again. */
  reconnectOnError: (error: Error): 2 | false => (error.message.startsWith('READONLY') ? 2 : false),
  connectTimeout: 5_000,
  keepAlive: 10_000,
} satisfies RedisOptions;

/*
 * `socketTimeout`: a command that nobody answers for so long has met a connection that is dead without
 * knowing it (a firewall that forgot it, a machine that vanished). Left alone, the kernel would take a
 * quarter of an hour to notice; so it is broken and opened anew, and a consumer's command is sent again.
 */

/** A producer has a caller waiting: it fails within seconds instead of holding the call until Redis is back. */
export const producerOptions = {
  ...common,
  maxRetriesPerRequest: 2,
  /** Also the end of commands that were on their way when the connection broke; retries do not count for them. */
  commandTimeout: 5_000,
  socketTimeout: 6_000,
} satisfies RedisOptions;

/** A consumer has nobody waiting: its commands wait until Redis is back. */
export const consumerOptions = {
  ...common,
  maxRetriesPerRequest: null,
  socketTimeout: 10_000,
} satisfies RedisOptions;

/** Nobody answers a blocking read before its time, which is ten seconds at most. */
export const blockingOptions = { ...consumerOptions, socketTimeout: 15_000 } satisfies RedisOptions;
