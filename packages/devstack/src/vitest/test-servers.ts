import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../postgres/start-postgres.ts';
import { obtainRedis, type ObtainedRedis } from '../redis/obtain-redis.ts';
import { noRedisNotice } from './no-redis-notice.ts';
import type { ProvidedServers } from './provided.ts';

/** The servers of one test run. */
export interface TestServers extends ProvidedServers {
  readonly stop: () => Promise<void>;
}

/** Starts one Postgres and gets one Redis. In CI a missing Redis is an error: its tests must not be skipped there. */
export const startTestServers = async (env: NodeJS.ProcessEnv): Promise<TestServers> => {
  // Each server's folder is its own and goes away with it, also when the run is interrupted.
  const [postgresDir, redisDir] = await Promise.all([makeFolder('postgres'), makeFolder('redis')]);
  const [postgres, redis] = await Promise.all([
    startPostgres({ dataDir: postgresDir, durable: false, maxConnections: 300, temporary: true }),
    obtainRedis({ dir: redisDir, env }),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), redis.kind === 'redis' ? redis.stop() : undefined]);
    // Not used, and so not removed, where the Redis is another's.
    await rm(redisDir, { recursive: true, force: true });
  };
  if (redis.kind === 'none') await reportMissing(redis, { isCi: isTrue(env['CI']), stop });
  return { postgresUrl: postgres.url, redisUrl: redis.kind === 'redis' ? redis.url : null, stop };
};

const makeFolder = (name: string): Promise<string> => mkdtemp(path.join(tmpdir(), `sherpa-test-${name}-`));

const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';

const reportMissing = async (
  missing: Extract<ObtainedRedis, { kind: 'none' }>,
  run: { readonly isCi: boolean; readonly stop: () => Promise<void> },
): Promise<void> => {
  const notice = noRedisNotice(missing.attempts);
  if (!run.isCi) {
    process.stderr.write(notice);
    return;
  }
  await run.stop();
  throw new Error(notice);
};
