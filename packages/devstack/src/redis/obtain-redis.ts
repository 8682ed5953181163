import { NotFoundError } from '@sherpa/core';
import { unpackDebianRedis } from './debian-redis.ts';
import { startDockerRedis } from './docker-redis.ts';
import { findRedis } from './find-redis.ts';
import { startRedis } from './start-redis.ts';

/** One way to a Redis that was tried, and why it did not lead to one. */
export interface RedisAttempt {
  readonly way: string;
  readonly reason: string;
}

/** A Redis for a test run, or why there is none. */
export type ObtainedRedis =
  | {
      readonly kind: 'redis';
      readonly url: string;
      readonly way: string;
      readonly stop: () => Promise<void>;
    }
  | { readonly kind: 'none'; readonly attempts: readonly RedisAttempt[] };

/** Where a Redis may be looked for and where it may keep its data. */
export interface ObtainRedisOptions {
  /** A folder for this run alone; removed when the server has ended. */
  readonly dir: string;
  readonly env?: NodeJS.ProcessEnv;
}

interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Way {
  readonly name: string;
  readonly start: (options: { readonly dir: string; readonly env: NodeJS.ProcessEnv }) => Promise<Server>;
}

/** Cheapest first; each later one is slower and needs more of the machine. */
const WAYS: readonly Way[] = [
  {
    name: 'SHERPA_TEST_REDIS_URL or REDIS_URL',
    async start({ env }) {
      const url = [env['SHERPA_TEST_REDIS_URL'], env['REDIS_URL']].find((each) => (each ?? '') !== '');
      if (url === undefined) throw new NotFoundError('Neither is set.');
      return { url, stop: async () => undefined };
    },
  },
  {
    name: 'a redis-server or valkey-server on PATH or unpacked earlier',
    async start({ dir, env }) {
      const binary = await findRedis(env);
      if (binary === undefined) throw new NotFoundError('There is none.');
      return startRedis({ dir, durable: false, binary, temporary: true });
    },
  },
  { name: 'Docker', start: () => startDockerRedis({ timeoutMs: 60_000 }) },
  {
    name: "the distribution's package, unpacked into the cache folder",
    async start({ dir, env }) {
      const binary = await unpackDebianRedis({ env, timeoutMs: 90_000 });
      return startRedis({ dir, durable: false, binary, temporary: true });
    },
  },
];

/** Gets a Redis by the first way that works. */
export const obtainRedis = async (options: ObtainRedisOptions): Promise<ObtainedRedis> => {
  const attempts: RedisAttempt[] = [];
  for (const way of WAYS) {
    try {
      const { url, stop } = await way.start({ dir: options.dir, env: options.env ?? process.env });
      return { kind: 'redis', url, way: way.name, stop };
    } catch (err) {
      attempts.push({ way: way.name, reason: reasonOf(err) });
    }
  }
  return { kind: 'none', attempts };
};

/** A failed command's message goes on with all that it printed; its first line names it. */
const reasonOf = (err: unknown): string =>
  (err instanceof Error ? err.message : String(err)).split('\n', 1).join();
