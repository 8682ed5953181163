import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment } from '../config.ts';
import { startServers, type Servers } from '../servers/start-servers.ts';
import { contestantNames } from './contestants/index.ts';
import { drain } from './measure/drain.ts';
import { together } from './measure/together.ts';
import { openSession } from './session.ts';

const capMs = 60_000;
/** Each contestant starts three processes of its own, on a machine where other tests run. */
const timeout = 180_000;
let home: string;
let servers: Servers;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sherpa-bench-test-'));
  servers = await startServers(home, bareEnvironment());
});

afterAll(async () => {
  await servers.stop();
  await rm(home, { recursive: true, force: true });
});

/** The others differ from one of these in a number or in the backend only, and each run of the bench checks its own books. */
const likeAnother = new Set<string>([
  'sherpa-postgres',
  'bullmq-postgres',
  'bullmq-redis-counter',
  'graphile-200',
  'pgboss-200',
]);
const oneOfEach = contestantNames.filter((name) => !likeAnother.has(name));

describe.each(oneOfEach)('%s', (contestant) => {
  it('does every task once, whichever way it came, and its books say so', { timeout }, async () => {
    const session = await openSession({ contestant, workers: 2, servers, env: bareEnvironment() });
    try {
      const small = { tasks: 60, concurrency: 10, capMs };
      const runs = [
        ...(await drain(session, { ...small, added: 'bulk' })),
        ...(await drain(session, { ...small, added: 'single' })),
        await together(session, small),
      ];
      expect(runs.map(({ measure, tasks }) => [measure, tasks])).toEqual([
        ['drain-bulk', 60],
        ['enqueue-bulk', 60],
        ['drain-single', 60],
        ['together', 60],
      ]);
      expect(session.books.done).toBe(180);
    } finally {
      await session.close();
    }
  });
});
