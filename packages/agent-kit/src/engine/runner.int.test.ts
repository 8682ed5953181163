import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { AgentError, defineContract, newId, ValidationError } from '@sherpa/core';
import { cancelTask, retryTask } from '@sherpa/db';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { runAgent, waitUntil, type AgentUnderTest, type RunAgentOptions } from '../testing/index.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of the engine.',
  tasks: {
    'thing.do': {
      description: 'Does what the test says.',
      payload: z.object({ n: z.int().default(0) }),
      result: z.object({ n: z.int() }),
      retry: { attempts: 3, delayMs: 10, maxDelayMs: 20 },
      timeoutMs: 1_000,
    },
    'thing.count': {
      description: 'Counts in the state.',
      payload: z.object({}),
      result: z.object({ count: z.int() }),
      retry: { attempts: 1 },
    },
  },
  messages: {
    'thing.said': { description: 'Something was said.', payload: z.object({ n: z.int() }) },
  },
  events: { 'thing.done': z.object({ n: z.int() }) },
  state: { count: z.int() },
});
type Probe = typeof contract;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  readonly hooks: string[] = [];
  readonly said: number[] = [];
  protected readonly handlers: Handlers<Probe>;

  constructor(work: (ctx: TaskContext<Probe, 'thing.do'>) => Promise<{ n: number }>) {
    super();
    this.handlers = {
      'thing.do': work,
      'thing.count': async (ctx) => {
        const count = ((await ctx.state.get('count')) ?? 0) + 1;
        ctx.state.set('count', count);
        return { count };
      },
      'thing.said': async (ctx) => {
        this.said.push(ctx.task.payload.n);
      },
    };
  }

  override async onInitialize(): Promise<void> {
    this.hooks.push('onInitialize');
  }
  override async loadState(): Promise<void> {
    this.hooks.push('loadState');
  }
  override async saveState(): Promise<void> {
    this.hooks.push('saveState');
  }
  override async onShutdown(): Promise<void> {
    this.hooks.push('onShutdown');
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('an agent at work on $name', ({ queueUrl }) => {
  let kit: AgentUnderTest<Probe> | undefined;
  const start = async (
    work: (ctx: TaskContext<Probe, 'thing.do'>) => Promise<{ n: number }> = async (ctx) => ({
      n: ctx.task.payload.n,
    }),
    options: Partial<RunAgentOptions> = {},
  ): Promise<{ kit: AgentUnderTest<Probe>; agent: ProbeAgent }> => {
    const agent = new ProbeAgent(work);
    kit = await runAgent(agent, { postgresUrl: inject('postgresUrl'), queueUrl, ...options });
    return { kit, agent };
  };
  afterEach(async () => {
    await kit?.stop();
    kit = undefined;
  });

  test('a task runs through the hooks in their order and its result is recorded', async () => {
    const { kit: on, agent } = await start();
    expect(await on.run('thing.do', { n: 7 })).toMatchObject({
      status: 'completed',
      result: { n: 7 },
      attempt: 1,
    });
    expect((await on.events()).map((event) => event.type)).toEqual(['task.completed']);
    await on.runner.stop({ deadlineMs: 1_000 });
    expect(agent.hooks).toEqual(['onInitialize', 'loadState', 'saveState', 'onShutdown']);
  });

  test('a payload is filled with defaults for the handler', async () => {
    const { kit: on } = await start();
    expect((await on.run('thing.do', {})).result).toEqual({ n: 0 });
  });

  test('what does not fit the contract is refused before it is a task', async () => {
    const { kit: on } = await start();
    await expect(on.enqueue('thing.do', { n: 'seven' as never })).rejects.toBeInstanceOf(ValidationError);
  });

  test('events and messages of a success are kept, and the message arrives', async () => {
    const { kit: on, agent } = await start(async (ctx) => {
      ctx.emit('thing.done', { n: 1 });
      ctx.send(contract, 'thing.said', { n: 42 });
      return { n: 1 };
    });
    await on.run('thing.do', {});
    await waitUntil('the message', async () => (agent.said.length > 0 ? true : undefined));
    expect(agent.said).toEqual([42]);
    expect((await on.events()).map((event) => event.type)).toContain('thing.done');
    await waitUntil('the message to be processed', async () => {
      const { rows } = await sql`select from agent_messages where status = 'processed'`.execute(on.db.engine);
      return rows.length === 1 ? true : undefined;
    });
  });

  test('what is told to have come of another task keeps that one as its cause', async () => {
    const [finder, other] = [newId(), newId()];
    const { kit: on } = await start(async (ctx) => {
      ctx.send(contract, 'thing.said', { n: 1 }, { causedBy: finder });
      ctx.enqueue(contract, 'thing.count', {}, { causedBy: other });
      ctx.send(contract, 'thing.said', { n: 2 });
      return { n: 1 };
    });
    const { id } = await on.run('thing.do', {});
    const { rows } = await sql<{ n: number | null; task: string; message: string | null }>`
      select (t.payload ->> 'n')::integer as n, t.caused_by as task, m.caused_by as message from agent_tasks t
      left join agent_messages m on m.task_id = t.id where t.id <> ${id} order by n`.execute(on.db.engine);
    expect(rows).toEqual([
      { n: 1, task: finder, message: finder },
      { n: 2, task: id, message: id },
      { n: null, task: other, message: null },
    ]);
  });

  test('a failed attempt leaves nothing of what it wanted told, and the next one may succeed', async () => {
    const { kit: on, agent } = await start(async (ctx) => {
      ctx.emit('thing.done', { n: ctx.task.attempt });
      ctx.send(contract, 'thing.said', { n: ctx.task.attempt });
      if (ctx.task.attempt < 3) throw new Error('not yet');
      return { n: ctx.task.attempt };
    });
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'completed', attempt: 3, result: { n: 3 } });
    await waitUntil('the message', async () => (agent.said.length > 0 ? true : undefined));
    expect(agent.said).toEqual([3]);
    const done = (await on.events()).filter((event) => event.type === 'thing.done');
    expect(done.map((event) => event.data)).toEqual([{ n: 3 }]);
  });

  test('a task that fails for good is kept with its cause, and can be retried', async () => {
    let broken = true;
    const { kit: on } = await start(async () => {
      if (broken) throw new AgentError('The thing is broken.', { details: { code: 'x1' } });
      return { n: 1 };
    });
    const failed = await on.run('thing.do', {});
    expect(failed).toMatchObject({
      status: 'failed',
      attempt: 3,
      error: { code: 'agent_failed', message: 'The thing is broken.', details: { code: 'x1' } },
    });
    expect((await on.events()).at(-1)).toMatchObject({ type: 'task.failed', data: { code: 'agent_failed' } });
    broken = false;
    await on.db.withTenant(on.tenantId, (tx) => retryTask(tx, failed.id));
    await on.queue.ensure('probe', [
      { id: failed.id, taskIds: [failed.id], type: 'thing.do', priority: 100, delayMs: 0 },
    ]);
    expect((await on.ended(failed.id)).status).toBe('completed');
  });

  test('an attempt that was only put off is not held against the task, nor logged as trouble', async () => {
    const { kit: on } = await start(async (ctx) => {
      if (ctx.task.attempt < 6) throw new AgentError('Not yet.', { retry: { afterMs: 5, counted: false } });
      return { n: ctx.task.attempt };
    });
    expect(await on.run('thing.do', {})).toMatchObject({
      status: 'completed',
      attempt: 6,
      uncountedAttempts: 5,
    });
    expect(on.logged.filter((record) => record.level === 'warn' || record.level === 'error')).toEqual([]);
  });

  test('an error that says never is not tried again', async () => {
    const { kit: on } = await start(async () => {
      throw new AgentError('Never.', { retry: 'never' });
    });
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'failed', attempt: 1 });
  });

  test('a result that does not fit the contract fails the task at once', async () => {
    const { kit: on } = await start(async () => ({ n: 'one' as never }));
    expect(await on.run('thing.do', {})).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'validation_failed' },
    });
  });

  test('a handler that ignores its timeout is left behind and the task fails', async () => {
    const { kit: on } = await start(async () => {
      await sleep(60_000, undefined, { ref: false });
      return { n: 1 };
    });
    const id = await on.enqueue('thing.do', {});
    const first = await waitUntil('the first time-out', async () => {
      const task = await on.show(id);
      return task.error === null ? undefined : task;
    });
    expect(first.error?.code).toBe('task_timeout');
  });

  test('a running task that is cancelled hears of it and ends cancelled', async () => {
    let aborted = false;
    const { kit: on } = await start(
      async (ctx) => {
        await new Promise((_, reject) => {
          ctx.signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        });
        return { n: 1 };
      },
      { leaseMs: 600 },
    );
    const id = await on.enqueue('thing.do', {});
    await waitUntil('the start', async () =>
      (await on.show(id)).status === 'in_progress' ? true : undefined,
    );
    await on.db.withTenant(on.tenantId, (tx) => cancelTask(tx, id));
    expect((await on.ended(id)).status).toBe('cancelled');
    expect(aborted).toBe(true);
  });

  test('a task that is cancelled at its beginning is interrupted and ends cancelled', async () => {
    let aborted = false;
    const { kit: on } = await start(
      async (ctx) => {
        // Mostly before the ledger has heard that it runs; then to write that down is refused.
        await ctx.withTenant((tx) => cancelTask(tx, ctx.task.id));
        await new Promise((resolve) => {
          ctx.signal.addEventListener('abort', resolve);
        });
        aborted = true;
        return { n: 1 };
      },
      { leaseMs: 600 },
    );
    expect((await on.run('thing.do', {})).status).toBe('cancelled');
    await waitUntil('the interruption', async () => (aborted ? true : undefined));
  });

  test('a quick task is recorded with times in order and one event, and was never in progress', async () => {
    const { kit: on } = await start();
    const task = await on.run('thing.do', { n: 1 });
    const [createdAt, startedAt, finishedAt] = [task.createdAt, task.startedAt, task.finishedAt];
    expect(startedAt?.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
    expect(finishedAt?.getTime()).toBeGreaterThanOrEqual(startedAt?.getTime() ?? Infinity);
    expect((await on.events()).map(({ type, data }) => [type, data])).toEqual([
      ['task.completed', { type: 'thing.do', attempt: 1 }],
    ]);
    expect(on.logged.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  test('a heartbeat that comes while a task is being written down does not end it', async () => {
    let aborted = false;
    const { kit: on } = await start(
      async (ctx) => {
        ctx.signal.addEventListener('abort', () => {
          aborted = true;
        });
        // While its row is locked it cannot be written down, and two heartbeats go by.
        await ctx.withTenant(async (tx) => {
          await sql`select from agent_tasks where id = ${ctx.task.id} for update`.execute(tx);
          await sql`select pg_sleep(0.45)`.execute(tx);
        });
        return { n: aborted ? 0 : 1 };
      },
      { leaseMs: 600 },
    );
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'completed', attempt: 1, result: { n: 1 } });
  });

  test('a drain hands back what does not end, its attempt not counted', async () => {
    const { kit: on } = await start(async (ctx) => {
      await new Promise((_, reject) => {
        ctx.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
      return { n: 1 };
    });
    const id = await on.enqueue('thing.do', {});
    await waitUntil('the start', async () =>
      (await on.show(id)).status === 'in_progress' ? true : undefined,
    );
    await on.runner.stop({ deadlineMs: 400 });
    expect(await on.show(id)).toMatchObject({ status: 'pending', attempt: 1, uncountedAttempts: 1 });
  });

  test('a task whose worker lost its lease is fenced off: the late result is refused', async () => {
    const release = Promise.withResolvers<void>();
    const { kit: on } = await start(async (ctx) => {
      ctx.emit('thing.done', { n: 1 });
      await release.promise;
      return { n: 1 };
    });
    const id = await on.enqueue('thing.do', {});
    await waitUntil('the start', async () =>
      (await on.show(id)).status === 'in_progress' ? true : undefined,
    );
    await sql`update agent_tasks set attempt = attempt + 1, worker_id = null where id = ${id}`.execute(
      on.db.engine,
    );
    release.resolve();
    await waitUntil('the refusal', async () =>
      on.logged.some((record) => record.message === 'late finish refused') ? true : undefined,
    );
    expect((await on.events()).filter((event) => event.type === 'thing.done')).toEqual([]);
  });

  test('tasks that count in the same state lose no count', async () => {
    const { kit: on } = await start(undefined, { concurrency: 8 });
    const ids = await Promise.all(Array.from({ length: 12 }, () => on.enqueue('thing.count', {})));
    const tasks = await Promise.all(ids.map((id) => on.ended(id)));
    expect(tasks.map((task) => task.status)).toEqual(ids.map(() => 'completed'));
    const counts = tasks.map((task) => (task.result as { count: number }).count);
    expect(counts.toSorted((a, b) => a - b)).toEqual(ids.map((_, index) => index + 1));
  });

  test('progress is seen on the task while it runs', async () => {
    const release = Promise.withResolvers<void>();
    const { kit: on } = await start(
      async (ctx) => {
        ctx.progress({ rows: 5 });
        await release.promise;
        return { n: 1 };
      },
      { leaseMs: 600 },
    );
    const id = await on.enqueue('thing.do', {});
    await waitUntil('the progress', async () => ((await on.show(id)).progress === null ? undefined : true));
    expect((await on.show(id)).progress).toEqual({ rows: 5 });
    release.resolve();
    await on.ended(id);
  });

  test('the job of a task that was quick shows how far it came', async () => {
    const { kit: on } = await start(async (ctx) => {
      ctx.progress({ rows: 3 });
      return { n: 1 };
    });
    const id = await on.enqueue('thing.do', {});
    const job = await waitUntil('the job ends', async () => {
      const found = await on.queue.boardQueue('probe').getJob(id);
      return found?.finishedOn === undefined ? undefined : found;
    });
    expect(job.progress).toEqual({ rows: 3 });
  });

  test('a job that somebody adds to the queue is adopted, run, and is one task however often it is taken in', async () => {
    const { kit: on } = await start();
    await on.queue.boardQueue('probe').add('thing.do', { n: 9 });
    const task = await waitUntil('the adopted task', async () => {
      const { rows } = await sql<{
        id: string;
      }>`select id from agent_tasks where status = 'completed'`.execute(on.db.engine);
      return rows[0];
    });
    expect(await on.show(task.id)).toMatchObject({ origin: 'adopted', result: { n: 9 } });
  });

  test('a foreign job that does not fit fails with the field in sight and makes no task', async () => {
    const { kit: on } = await start();
    const job = await on.queue.boardQueue('probe').add('thing.do', { n: 'nine' });
    const reason = await waitUntil('the reason', async () => {
      const seen = await on.queue.boardQueue('probe').getJob(job.id ?? '');
      return seen?.failedReason;
    });
    expect(reason).toContain('payload does not fit');
    expect(reason).toContain('n:');
    const { rows } = await sql`select from agent_tasks`.execute(on.db.engine);
    expect(rows).toHaveLength(0);
  });

  test('a foreign job of an unknown type fails with what there is', async () => {
    const { kit: on } = await start();
    const job = await on.queue.boardQueue('probe').add('thing.nonsense', {});
    const reason = await waitUntil(
      'the reason',
      async () => (await on.queue.boardQueue('probe').getJob(job.id ?? ''))?.failedReason,
    );
    expect(reason).toContain('thing.do');
  });
});
