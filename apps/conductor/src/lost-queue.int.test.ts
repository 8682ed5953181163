import '@sherpa/devstack/vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '@sherpa/agent-kit/testing';
import { retryConflicts, type Db } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { findRedis, startRedis, type RunningRedis } from '@sherpa/devstack';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeRebuild } from './duties/rebuild.ts';
import { startLossyGround, type GroundOptions, type LossyGround } from './testing/lossy-ground.ts';

const redisBinary = await findRedis();

const TASKS = 2_000;
const DELAY_MS = 4_000;
/** BullMQ's priorities for each of ours. */
const RANKS = 2_048;
const WHOLE = 'The queue is whole.';
const LOST = 'The queue may have lost jobs; it is filled again from the ledger.';

type Lose = (ground: LossyGround) => Promise<void>;

/** Says it to a Redis that nobody else uses. */
const tellRedis = (redis: RunningRedis, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port: redis.port }, () =>
      socket.write(`${command}\r\n`),
    );
    socket.once('data', (data) => {
      resolve(data.toString('utf8'));
      socket.destroy();
    });
    socket.once('error', reject);
  });

/** BullMQ's schema is that with a table of jobs. */
const dropSchema: Lose = async ({ on }) => {
  const drop = async (tx: Db): Promise<void> => {
    await sql`set local role none`.execute(tx);
    const { rows } = await sql<{ name: string }>`
      select relnamespace::regnamespace::text as name from pg_class where relname = 'job' and relkind = 'r'`.execute(
      tx,
    );
    for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(tx);
  };
  // Under load it may meet a worker's statement that holds what it wants, and the other way round.
  await retryConflicts(() => on.db.engine.transaction().execute(drop));
};

const byText = (one: readonly unknown[], other: readonly unknown[]): number =>
  String(one).localeCompare(String(other));

let folder: string;
let redis: RunningRedis | undefined;
const grounds: LossyGround[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sherpa-lost-'));
  if (redisBinary !== undefined) redis = await startRedis({ dir: folder, durable: false });
});
afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.stop();
});
afterAll(async () => {
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

const theRedis = (): RunningRedis => {
  if (redis === undefined) throw new Error('There is no Redis.');
  return redis;
};

const start = async (kind: 'redis' | 'postgres', more: Partial<GroundOptions> = {}): Promise<LossyGround> => {
  const queueUrl = kind === 'redis' ? theRedis().url : undefined;
  const ground = await startLossyGround({ postgresUrl: inject('postgresUrl'), queueUrl, ...more });
  grounds.push(ground);
  return ground;
};

const isLogged = ({ log }: LossyGround, message: string): number =>
  log.records.filter((record) => record.message === message).length;

const timesWhole = (ground: LossyGround): number => isLogged(ground, WHOLE);

const untilWhole = (ground: LossyGround, times: number): Promise<true> =>
  waitUntil('a whole queue', async () => (timesWhole(ground) >= times ? true : undefined), 30_000);

const expectEachDoneOnceAndInTime = async (ground: LossyGround): Promise<void> => {
  await ground.reaches(TASKS);
  expect(await ground.timesDone()).toEqual([TASKS]);
  expect(await ground.tooEarly()).toBe(0);
};

const backends = [
  {
    kind: 'redis',
    skip: redisBinary === undefined,
    lose: async () => void (await tellRedis(theRedis(), 'FLUSHALL')),
  },
  { kind: 'postgres', skip: false, lose: dropSchema },
] as const;

for (const { kind, skip, lose } of backends) {
  describe.skipIf(skip)(`a queue on ${kind} that is lost`, () => {
    test('is filled again by one of two conductors while 2,000 tasks run; each is done once, none too early', async () => {
      const ground = await start(kind);
      await ground.enqueue(10, DELAY_MS);
      ground.conduct(2);
      await untilWhole(ground, 1);
      expect(isLogged(ground, LOST)).toBe(0);
      await ground.enqueue(TASKS - 10, DELAY_MS);
      await ground.reaches(TASKS / 10);
      await lose(ground);
      await untilWhole(ground, 2);
      await expectEachDoneOnceAndInTime(ground);
      expect(timesWhole(ground)).toBe(2);
      expect(isLogged(ground, LOST)).toBe(1);
    }, 120_000);

    test('gives every task its priority and what is left of its delay again', async () => {
      const ground = await start(kind);
      await ground.on.runner.stop({ deadlineMs: 1_000 });
      await ground.enqueue(100, 600_000);
      await lose(ground);
      ground.conduct(1);
      await untilWhole(ground, 1);
      const jobs = await ground.on.queue.boardQueue('probe').getJobs(['waiting', 'prioritized', 'delayed']);
      const { rows } = await sql<{ id: string; priority: number; late: boolean }>`
        select id, priority, run_at > now() as late from agent_tasks`.execute(ground.on.db.engine);
      const expected = rows.map(({ id, priority, late }) => [id, priority, late]);
      const found = jobs.flatMap((job) => {
        const ids: string[] = job.data.taskIds ?? [job.data.taskId];
        const isLate = job.delay > 590_000 && job.delay <= 600_100;
        expect(isLate || job.delay === 0).toBe(true);
        return ids.map((id) => [id, Math.floor((job.opts.priority ?? 0) / RANKS), isLate]);
      });
      expect(found.toSorted(byText)).toEqual(expected.toSorted(byText));
    }, 60_000);

    test('is filled from the start again after a conductor died in the middle of it', async () => {
      const ground = await start(kind);
      await ground.on.runner.stop({ deadlineMs: 1_000 });
      await ground.enqueue(TASKS, 600_000);
      await lose(ground);
      const { db, queue } = ground.on;
      const dying = makeRebuild({
        db,
        log: ground.log,
        everyMs: 50,
        queue,
        dispatcher: {
          refill: async (agent, jobs) => {
            await queue.ensure(agent, jobs.slice(0, 10));
            throw new Error('killed');
          },
        },
      });
      await expect(dying.perform()).rejects.toThrow('killed');
      ground.conduct(2);
      await untilWhole(ground, 1);
      const jobs = await queue.boardQueue('probe').getJobs(['waiting', 'prioritized', 'delayed']);
      const ids = jobs.flatMap((job): string[] => job.data.taskIds ?? [job.data.taskId]);
      expect(new Set(ids).size).toBe(TASKS);
      // What had been added before was not added a second time under another name.
      expect(ids).toHaveLength(TASKS);
    }, 60_000);

    test('is begun with again if it is lost once more while it is being filled', async () => {
      const ground = await start(kind);
      await ground.on.runner.stop({ deadlineMs: 1_000 });
      await ground.enqueue(TASKS, 600_000);
      await lose(ground);
      const { db, queue } = ground.on;
      let losses = 1;
      const duty = makeRebuild({
        db,
        log: ground.log,
        everyMs: 50,
        queue,
        dispatcher: {
          refill: async (agent, jobs) => {
            await queue.ensure(agent, jobs);
            if (losses === 0) return;
            losses -= 1;
            await lose(ground);
            await queue.ready();
          },
        },
      });
      while (await duty.perform());
      expect(timesWhole(ground)).toBe(1);
      const { waiting, delayed } = await queue.counts('probe');
      expect(delayed).toBe(TASKS / 10);
      expect(waiting).toBeGreaterThan(0);
    }, 60_000);

    test('costs nothing more once it is whole', async () => {
      const ground = await start(kind);
      const { db, queue } = ground.on;
      const deps = { db, queue, dispatcher: ground.dispatcher, log: ground.log, everyMs: 50 };
      while (await makeRebuild(deps).perform());
      expect(await makeRebuild(deps).perform()).toBe(false);
      expect(timesWhole(ground)).toBe(1);
    });

    test('is filled again after somebody has taken all jobs out of it by hand', async () => {
      const ground = await start(kind);
      await ground.on.runner.stop({ deadlineMs: 1_000 });
      ground.conduct(2);
      await untilWhole(ground, 1);
      await ground.enqueue(TASKS, 600_000);
      await ground.on.queue.boardQueue('probe').drain(true);
      await waitUntil('jobs again', async () =>
        (await ground.on.queue.counts('probe')).delayed === TASKS / 10 ? true : undefined,
      );
      expect(timesWhole(ground)).toBe(1);
    }, 60_000);
  });
}

describe.skipIf(redisBinary === undefined)(
  'a Redis that is killed and started again while 2,000 tasks run',
  () => {
    test.each([
      ['empty', false],
      ['with what it held some time ago', true],
    ])(
      '%s: each task is done once, none too early',
      async (_, restored) => {
        const dir = await mkdtemp(path.join(tmpdir(), 'sherpa-lost-'));
        const first = await startRedis({ dir, durable: false });
        const ground = await start('redis', { queueUrl: first.url });
        ground.conduct(2);
        await untilWhole(ground, 1);
        await ground.enqueue(TASKS / 2, DELAY_MS);
        await ground.reaches(TASKS / 10);
        if (restored) await tellRedis(first, 'SAVE');
        await ground.enqueue(TASKS / 2, DELAY_MS);
        await ground.reaches(TASKS / 5);
        process.kill(first.pid, 'SIGKILL');
        await first.exited;
        await first.stop();
        const second = await startRedis({ dir, durable: false, port: first.port });
        try {
          await untilWhole(ground, 2);
          await expectEachDoneOnceAndInTime(ground);
        } finally {
          for (const one of grounds.splice(0)) await one.stop();
          await second.stop();
          await rm(dir, { recursive: true, force: true });
        }
      },
      120_000,
    );
  },
);
