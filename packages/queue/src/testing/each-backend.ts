import type { ProvidedServers } from '@sherpa/devstack/vitest';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { makeQueue } from '../make-queue.ts';
import { schemaName } from '../names.ts';
import type { Queue } from '../queue.ts';

/** What a test of the battery works with. */
export interface Bench {
  readonly kind: Queue['kind'];
  readonly url: string;
  readonly namespace: string;
  /** A queue that is ready; shared by the tests of a file, who keep apart by their agents' names. */
  readonly queue: () => Queue;
  /** An agent's name no other test has. */
  readonly newAgent: () => string;
}

const dropSchemas = async (url: string, namespace: string): Promise<void> => {
  const client = new pg.Client(url);
  await client.connect();
  for (const suffix of ['', 'x', 'y']) {
    await client.query(`DROP SCHEMA IF EXISTS ${schemaName(namespace)}${suffix} CASCADE`);
  }
  await client.end();
};

const describeBackend = (
  kind: Bench['kind'],
  url: ProvidedServers['redisUrl'],
  body: (bench: Bench) => void,
): void => {
  const namespace = `t${crypto.randomUUID().slice(0, 13)}`;
  let queue: Queue | undefined;
  let agents = 0;
  const title = url === null ? `on ${kind} (NOT TESTED: there is none)` : `on ${kind}`;
  describe.skipIf(url === null)(title, () => {
    beforeAll(async () => {
      queue = makeQueue({ url: url ?? '', namespace, onError: () => undefined });
      await queue.ready();
    });
    afterAll(async () => {
      await queue?.close();
      if (kind === 'postgres') await dropSchemas(url ?? '', namespace);
    });
    body({
      kind,
      url: url ?? '',
      namespace,
      queue: () => {
        if (queue === undefined) throw new Error('The queue is there only while tests run.');
        return queue;
      },
      newAgent: () => {
        agents += 1;
        return `agent-${agents}`;
      },
    });
  });
};

/** Runs the same tests on every backend; without a Redis its half is listed as skipped. */
export const describeEachBackend = (body: (bench: Bench) => void): void => {
  describeBackend('redis', inject('redisUrl'), body);
  describeBackend('postgres', inject('postgresUrl'), body);
};
