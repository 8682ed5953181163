import { Worker } from 'bullmq';
import { queueName, redisPrefix } from '../names.ts';
import { makePostgresBackend } from '../postgres/postgres-backend.ts';
import { makeRedisBackend } from '../redis/redis-backend.ts';
import type { Bench } from './each-backend.ts';

/** Leaves behind what a killed worker leaves: a running job under a lock that nobody renews. */
export const takeJobAndDie = async (
  bench: Pick<Bench, 'kind' | 'url' | 'namespace'>,
  agent: string,
  lockMs: number,
): Promise<void> => {
  const make = bench.kind === 'redis' ? makeRedisBackend : makePostgresBackend;
  const backend = make({ url: bench.url, namespace: bench.namespace, onError: () => undefined });
  const worker = new Worker(
    queueName(agent),
    null,
    { connection: {}, prefix: redisPrefix(bench.namespace), autorun: false, lockDuration: lockMs },
    backend.connectConsumer().connect,
  );
  await worker.waitUntilReady();
  await worker.getNextJob('dead:0', { block: false });
  await worker.close(true);
  await backend.close();
};
