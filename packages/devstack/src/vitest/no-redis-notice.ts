import type { RedisAttempt } from '../redis/obtain-redis.ts';

/** The block a test run prints when half of the queue's tests cannot run. */
export const noRedisNotice = (attempts: readonly RedisAttempt[]): string => {
  const bar = '!'.repeat(100);
  return [
    '',
    bar,
    '  NO REDIS: every test that needs one is SKIPPED. The queue is tested on Postgres only.',
    '  Tried, in this order:',
    ...attempts.map(({ way, reason }) => `    - ${way}: ${reason}`),
    '  Install redis-server or valkey-server, start Docker, or set SHERPA_TEST_REDIS_URL.',
    bar,
    '',
  ].join('\n');
};
