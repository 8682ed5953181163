import type { ProvidedServers } from '@sherpa/devstack/vitest';
import { makeTestDatabase, type TestDatabase } from '@sherpa/db/testing';
import { makeQueue, type Queue, type QueueKind } from '@sherpa/queue';
import { describe, inject } from 'vitest';
import { endWithTest } from './end-with-test.ts';

/** A database and a queue of a test's own on the run's servers. */
export interface Ground extends AsyncDisposable {
  readonly kind: QueueKind;
  readonly env: NodeJS.ProcessEnv;
  readonly database: TestDatabase;
  /** The fleet's queue, seen from outside. */
  readonly queue: Queue;
}

/** Makes a database and, in it or on Redis, a queue. */
export const makeGround = async (kind: QueueKind): Promise<Ground> => {
  const database = await makeTestDatabase(inject('postgresUrl'));
  const redisUrl: ProvidedServers['redisUrl'] = inject('redisUrl');
  const url = kind === 'postgres' ? database.url : redisUrl;
  if (url === null) throw new Error('There is no Redis in this run.');
  const namespace = `e2e_${crypto.randomUUID().slice(0, 13).replaceAll('-', '_')}`;
  const queue = makeQueue({ url, namespace, onError: () => undefined });
  return {
    kind,
    env: { DATABASE_URL: database.url, QUEUE_URL: url, QUEUE_NAMESPACE: namespace },
    database,
    queue,
    ...endWithTest(async () => {
      await queue.close();
      await database.drop();
    }),
  };
};

/** Runs the same tests on both queues; without a Redis its half is listed as skipped. */
export const describeEachQueue = (body: (kind: QueueKind) => void): void => {
  const hasRedis = inject('redisUrl') !== null;
  describe('on Postgres', () => {
    body('postgres');
  });
  describe.skipIf(!hasRedis)(hasRedis ? 'on Redis' : 'on Redis (NOT TESTED: there is none)', () => {
    body('redis');
  });
};
