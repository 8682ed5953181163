import { chmod, mkdtemp, rm } from 'node:fs/promises';
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
  const root = await mkdtemp(path.join(tmpdir(), 'sherpa-test-'));
  // For root's sake: its Postgres runs as another user, who has to pass here.
  await chmod(root, 0o711);
  const [postgres, redis] = await Promise.all([
    startPostgres({
      dataDir: path.join(root, 'postgres'),
      durable: false,
      maxConnections: 300,
      temporary: true,
    }),
    obtainRedis({ dir: path.join(root, 'redis'), env }),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), redis.kind === 'redis' ? redis.stop() : undefined]);
    await rm(root, { recursive: true, force: true });
  };
  if (redis.kind === 'none') await reportMissing(redis, { isCi: isTrue(env['CI']), stop });
  return { postgresUrl: postgres.url, redisUrl: redis.kind === 'redis' ? redis.url : null, stop };
};

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
