import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { AgentError, defineContract, newId } from '@sherpa/core';
import { cancelTask } from '@sherpa/db';
import { takeJobAndDie } from '@sherpa/queue/testing';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { makeEnqueuer } from '../enqueue/enqueuer.ts';
import {
  makeRecordedLog,
  runAgent,
  waitUntil,
  type AgentUnderTest,
  type RunAgentOptions,
} from '../testing/index.ts';
import { startRunner, type Runner } from './runner.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of packs.',
  tasks: {
    'thing.do': {
      description: 'Does what the test says.',
      payload: z.object({ n: z.int() }),
      result: z.object({ n: z.int() }),
      retry: { attempts: 3, delayMs: 100, maxDelayMs: 200 },
    },
  },
  messages: {},
  events: { 'thing.done': z.object({ n: z.int() }) },
  state: {},
});
type Probe = typeof contract;
type Work = (ctx: TaskContext<Probe, 'thing.do'>) => Promise<{ n: number }>;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Probe>;

  constructor(work: Work) {
    super();
    this.handlers = { 'thing.do': work };
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

const echo: Work = async (ctx) => ({ n: ctx.task.payload.n });

describe.for(backends)('tasks that share jobs on $name', ({ queueUrl }) => {
  let kit: AgentUnderTest<Probe> | undefined;
  const others: Runner[] = [];
  const start = async (work: Work = echo, options: Partial<RunAgentOptions> = {}) => {
    kit = await runAgent(new ProbeAgent(work), { postgresUrl: inject('postgresUrl'), queueUrl, ...options });
    return kit;
  };
  afterEach(async () => {
    await Promise.all(others.splice(0).map((runner) => runner.stop({ deadlineMs: 1_000 })));
    await kit?.stop();
    kit = undefined;
  });

  /** Another worker of the same agent, ledger and queue. */
  const join = async (on: AgentUnderTest<Probe>, work: Work, concurrency = 10): Promise<Runner> => {
    const runner = await startRunner({
      agent: new ProbeAgent(work),
      db: on.db,
      queue: on.queue,
      log: makeRecordedLog(),
      defaultTenant: { id: on.tenantId, slug: 'default' },
      concurrency,
      leaseMs: 5_000,
    });
    others.push(runner);
    return runner;
  };

  const enqueueMany = async (on: AgentUnderTest<Probe>, count: number): Promise<string[]> => {
    const enqueuer = makeEnqueuer({
      db: on.db,
      queue: on.queue,
      contracts: [contract],
      log: makeRecordedLog(),
    });
    const requests = Array.from({ length: count }, (_, n) => ({
      agent: 'probe',
      type: 'thing.do',
      payload: { n },
    }));
    const answers = await enqueuer.enqueue(on.tenantId, requests, 'api');
    await enqueuer.settled();
    return answers.map(({ id }) => id);
  };

  /** The tasks in one job of the test's own making. */
  const enqueuePack = async (
    on: AgentUnderTest<Probe>,
    count: number,
  ): Promise<{ packId: string; ids: string[] }> => {
    const board = on.queue.boardQueue('probe');
    await board.pause();
    const ids = await enqueueMany(on, count);
    await board.obliterate({ force: true });
    const packId = `pack-${newId()}`;
    await on.queue.add('probe', [{ id: packId, taskIds: ids, type: 'thing.do', priority: 100, delayMs: 0 }]);
    await board.resume();
    return { packId, ids };
  };

  const allEnded = (on: AgentUnderTest<Probe>, ids: readonly string[]) =>
    Promise.all(ids.map((id) => on.ended(id)));
  const jobOf = (on: AgentUnderTest<Probe>, id: string) => on.queue.boardQueue('probe').getJob(id);
  const noJobLeft = (on: AgentUnderTest<Probe>) =>
    waitUntil('a queue without work', async () => {
      const { waiting, active, delayed } = await on.queue.counts('probe');
      return waiting + active + delayed === 0 ? true : undefined;
    });

  test('each runs once and is recorded by itself, in a fraction of the jobs', async () => {
    const ran: number[] = [];
    const on = await start(async (ctx) => {
      ran.push(ctx.task.payload.n);
      return { n: ctx.task.payload.n };
    });
    const ids = await enqueueMany(on, 500);
    const tasks = await allEnded(on, ids);
    expect(tasks.every(({ status, attempt }) => status === 'completed' && attempt === 1)).toBe(true);
    expect(tasks.map(({ result }) => result)).toEqual(ids.map((_, n) => ({ n })));
    expect(ran.toSorted((one, other) => one - other)).toEqual(ids.map((_, n) => n));
    await noJobLeft(on);
    expect((await on.queue.counts('probe')).completed).toBe(10);
    const { rows } = await sql`select from agent_events where type = 'task.completed'`.execute(on.db.engine);
    expect(rows).toHaveLength(500);
  });

  test('never more of them run at a time than the worker is to run', async () => {
    let running = 0;
    let most = 0;
    const on = await start(
      async (ctx) => {
        running += 1;
        most = Math.max(most, running);
        await ctx.withTenant((tx) => sql`select pg_sleep(0.01)`.execute(tx));
        running -= 1;
        return { n: 1 };
      },
      { concurrency: 3 },
    );
    await allEnded(on, await enqueueMany(on, 60));
    expect(most).toBeLessThanOrEqual(3);
  });

  test('one that fails goes on as its own job, with attempts and reason in sight, and its neighbours are done', async () => {
    const on = await start(async (ctx) => {
      if (ctx.task.payload.n === 3 && ctx.task.attempt < 3) {
        // Its own job takes the failure in the pack over only where it comes while the task rests, and it may be slow to come.
        const afterMs = ctx.task.attempt === 1 ? 6_000 : 100;
        throw new AgentError(`No: ${ctx.task.attempt}.`, { retry: { afterMs } });
      }
      return { n: ctx.task.attempt };
    });
    const { packId, ids } = await enqueuePack(on, 8);
    const tasks = await allEnded(on, ids);
    expect(tasks.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 3, 1, 1, 1, 1]);
    const own = await waitUntil('the end of its own job', async () => {
      const job = await jobOf(on, ids[3] ?? '');
      return job?.finishedOn === undefined ? undefined : job;
    });
    // Two failed attempts and the one that completed it.
    expect(own.attemptsMade).toBe(3);
    expect(own.stacktrace?.map((text) => text.split('\n')[0])).toEqual(['No: 1.', 'No: 2.']);
    expect(await (await jobOf(on, packId))?.getState()).toBe('completed');
    await noJobLeft(on);
  });

  test('one that rests after its failure shows the reason meanwhile', async () => {
    const on = await start(async (ctx) => {
      if (ctx.task.payload.n === 1) throw new AgentError('Come back.', { retry: { afterMs: 600_000 } });
      return { n: 1 };
    });
    const { ids } = await enqueuePack(on, 4);
    const own = await waitUntil('the reason on its own job', async () => {
      const job = await jobOf(on, ids[1] ?? '');
      return (await job?.isDelayed()) === true && job?.failedReason !== undefined ? job : undefined;
    });
    expect(own).toMatchObject({ attemptsMade: 1, failedReason: 'Come back.' });
    expect(own.delay).toBeGreaterThan(500_000);
  });

  test('all that fail together go on, each as its own job: none is forgotten', async () => {
    const on = await start(
      async (ctx) => {
        if (ctx.task.attempt === 1) throw new AgentError('Not at first.');
        return { n: ctx.task.attempt };
      },
      { concurrency: 100 },
    );
    const { ids } = await enqueuePack(on, 100);
    const tasks = await allEnded(on, ids);
    expect(tasks.every(({ status, attempt }) => status === 'completed' && attempt === 2)).toBe(true);
    await noJobLeft(on);
  });

  test('one that fails for good is in the list of failed jobs, with its reason', async () => {
    const on = await start(async (ctx) => {
      if (ctx.task.payload.n === 2) throw new AgentError('Never.', { retry: 'never' });
      return { n: 1 };
    });
    const { ids } = await enqueuePack(on, 4);
    const failed = await waitUntil(
      'a failed job',
      async () => (await on.queue.boardQueue('probe').getFailed())[0],
    );
    expect(failed).toMatchObject({ id: ids[2], failedReason: 'Never.', data: { taskId: ids[2] } });
    expect((await allEnded(on, ids)).map(({ status }) => status)).toEqual([
      'completed',
      'completed',
      'failed',
      'completed',
    ]);
    await noJobLeft(on);
    expect((await on.queue.counts('probe')).failed).toBe(1);
  });

  test('one that is cancelled while it runs is cancelled alone', async () => {
    const release = Promise.withResolvers<void>();
    const on = await start(
      async (ctx) => {
        if (ctx.task.payload.n !== 1) return { n: 1 };
        await Promise.race([
          release.promise,
          new Promise((resolve) => {
            ctx.signal.addEventListener('abort', resolve);
          }),
        ]);
        return { n: 1 };
      },
      { leaseMs: 600 },
    );
    const { ids } = await enqueuePack(on, 3);
    await waitUntil('its start', async () =>
      (await on.show(ids[1] ?? '')).status === 'in_progress' ? true : undefined,
    );
    await on.db.withTenant(on.tenantId, (tx) => cancelTask(tx, ids[1] ?? ''));
    const tasks = await allEnded(on, ids);
    expect(tasks.map(({ status }) => status)).toEqual(['completed', 'cancelled', 'completed']);
    release.resolve();
    await noJobLeft(on);
  });

  test('a worker that is busy with one of them shares the others with an idle one', async () => {
    const release = Promise.withResolvers<void>();
    const [here, there]: [number[], number[]] = [[], []];
    const on = await start(
      async (ctx) => {
        here.push(ctx.task.payload.n);
        await release.promise;
        return { n: 1 };
      },
      { concurrency: 1 },
    );
    const { ids } = await enqueuePack(on, 20);
    await waitUntil('the first to run', async () => (here.length > 0 ? true : undefined));
    await join(on, async (ctx) => {
      there.push(ctx.task.payload.n);
      return { n: 2 };
    });
    await waitUntil('the others to be done there', async () => (there.length === 19 ? true : undefined));
    release.resolve();
    const tasks = await allEnded(on, ids);
    expect(tasks.every(({ status, attempt }) => status === 'completed' && attempt === 1)).toBe(true);
    expect([here.length, new Set([...here, ...there]).size]).toEqual([1, 20]);
    await noJobLeft(on);
  });

  test('those of a worker that died go on apart, so that the one it died of takes no other along', async () => {
    const on = await start(echo, { leaseMs: 900 });
    await on.runner.stop({ deadlineMs: 1_000 });
    const { packId, ids } = await enqueuePack(on, 5);
    await takeJobAndDie({ ...on.place, kind: on.queue.kind }, 'probe', 200);
    const alone = new Map<string, number>();
    const joined = await startRunner({
      agent: new ProbeAgent(echo),
      db: on.db,
      queue: {
        ...on.queue,
        consume: (options) =>
          on.queue.consume({
            ...options,
            handle: (job) => {
              alone.set(job.id, job.taskIds?.length ?? 0);
              return options.handle(job);
            },
          }),
      },
      log: makeRecordedLog(),
      defaultTenant: { id: on.tenantId, slug: 'default' },
      concurrency: 10,
      leaseMs: 900,
    });
    others.push(joined);
    const tasks = await allEnded(on, ids);
    expect(tasks.every(({ status, attempt }) => status === 'completed' && attempt === 1)).toBe(true);
    await noJobLeft(on);
    expect(alone).toEqual(new Map([[packId, 5], ...ids.map((id) => [id, 1] as const)]));
  });

  test('a drained worker hands what it has not done back, and another does it', async () => {
    const on = await start(
      async (ctx) => {
        await new Promise((_, reject) => {
          ctx.signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
        return { n: 1 };
      },
      { concurrency: 2 },
    );
    const { ids } = await enqueuePack(on, 6);
    await waitUntil('two to run', async () => {
      const shown = await Promise.all(ids.map((id) => on.show(id)));
      return shown.filter(({ status }) => status === 'in_progress').length === 2 ? true : undefined;
    });
    await on.runner.stop({ deadlineMs: 400 });
    const handedBack = await Promise.all(ids.map((id) => on.show(id)));
    expect(handedBack.map(({ status }) => status)).toEqual(ids.map(() => 'pending'));
    expect(handedBack.reduce((sum, { uncountedAttempts }) => sum + uncountedAttempts, 0)).toBe(2);
    await join(on, echo);
    const tasks = await allEnded(on, ids);
    expect(
      tasks.every(
        ({ status, attempt, uncountedAttempts }) =>
          status === 'completed' && attempt - uncountedAttempts === 1,
      ),
    ).toBe(true);
  });

  test('a pack that comes before its time comes back, also if one of it has failed before', async () => {
    const on = await start(echo);
    const { ids } = await enqueuePack(on, 2);
    await allEnded(on, ids);
    const board = on.queue.boardQueue('probe');
    await board.pause();
    const later = await enqueueMany(on, 2);
    await board.obliterate({ force: true });
    await sql`update agent_tasks set run_at = now() + interval '2 s', attempt = 1,
      error = '{"code":"internal","message":"x","details":{}}' where id = any(${later}::uuid[])`.execute(
      on.db.engine,
    );
    const packId = `pack-${newId()}`;
    await on.queue.add('probe', [
      { id: packId, taskIds: later, type: 'thing.do', priority: 100, delayMs: 0 },
    ]);
    await board.resume();
    const tasks = await allEnded(on, later);
    expect(tasks.map(({ status, attempt }) => [status, attempt])).toEqual([
      ['completed', 2],
      ['completed', 2],
    ]);
  });

  test('two workers that are given the same tasks do each once', async () => {
    const counts = new Map<number, number>();
    const count: Work = async (ctx) => {
      ctx.emit('thing.done', ctx.task.payload);
      const { n } = ctx.task.payload;
      counts.set(n, (counts.get(n) ?? 0) + 1);
      return { n };
    };
    const on = await start(count);
    await join(on, count);
    const board = on.queue.boardQueue('probe');
    await board.pause();
    const ids = await enqueueMany(on, 40);
    // The same tasks in packs of another cut, and each by itself.
    await on.queue.add('probe', [
      { id: `pack-${newId()}`, taskIds: ids, type: 'thing.do', priority: 100, delayMs: 0 },
      ...ids.map((id) => ({ id, taskIds: [id], type: 'thing.do', priority: 100, delayMs: 0 })),
    ]);
    await board.resume();
    const tasks = await allEnded(on, ids);
    expect(tasks.every(({ status }) => status === 'completed')).toBe(true);
    await noJobLeft(on);
    const done = (await on.events()).filter(({ type }) => type === 'thing.done');
    expect(done).toHaveLength(40);
    expect(new Set(done.map(({ taskId }) => taskId)).size).toBe(40);
  });
});
