import { startRedis } from './start-redis.ts';
import { findRedis } from './find-redis.ts';

/** One way to a Redis that was tried, and why it did not lead to one. */
export interface RedisAttempt {
  readonly way: string;
  readonly reason: string;
}

/** A Redis for a test run, or why there is none. */
export type ObtainedRedis =
  | { readonly kind: 'redis'; readonly url: string; readonly way: string; readonly stop: () => Promise<void> }
  | { readonly kind: 'none'; readonly attempts: readonly RedisAttempt[] };

/** Where a Redis may be looked for and where it may keep its data. */
export interface ObtainRedisOptions {
  /** A folder for this run alone; removed when the server has ended. */
  readonly dir: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Gets a Redis by the first way that works. */
export const obtainRedis = async (options: ObtainRedisOptions): Promise<ObtainedRedis> => {
  const env = options.env ?? process.env;
  const given = env['SHERPA_TEST_REDIS_URL'] ?? env['REDIS_URL'] ?? '';
  if (given !== '') return { kind: 'redis', url: given, way: 'environment', stop: async () => undefined };
  const binary = await findRedis(env);
  if (binary === undefined) return { kind: 'none', attempts: [{ way: 'binary', reason: 'none on PATH' }] };
  const server = await startRedis({ dir: options.dir, durable: false, binary, temporary: true });
  return { kind: 'redis', url: server.url, way: binary.source, stop: server.stop };
};
