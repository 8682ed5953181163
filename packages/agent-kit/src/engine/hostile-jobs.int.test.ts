import '@sherpa/devstack/vitest';
import { sql } from '@sherpa/db/testing';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { defineContract, newId } from '@sherpa/core';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { runAgent, waitUntil, type AgentUnderTest } from '../testing/index.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of the engine.',
  tasks: {
    'thing.do': {
      description: 'Does what the test says.',
      payload: z.object({ n: z.int().default(0) }),
      result: z.object({ n: z.int() }),
    },
    'thing.any': { description: 'Takes anything.', payload: z.unknown(), result: z.unknown() },
    'thing.broken': {
      description: 'Has a schema with a fault.',
      payload: z.unknown().refine(() => {
        throw new Error('a fault in the schema');
      }),
      result: z.unknown(),
    },
    'thing.async': {
      description: 'Has a schema that only works asynchronously.',
      payload: z.unknown().refine(async () => true),
      result: z.unknown(),
    },
  },
  messages: {},
  events: {},
  state: {},
});
type Probe = typeof contract;
type Work = (ctx: TaskContext<Probe, 'thing.do'>) => Promise<{ n: number }>;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Probe>;

  constructor(work: Work) {
    super();
    const any = async () => null;
    this.handlers = { 'thing.do': work, 'thing.any': any, 'thing.broken': any, 'thing.async': any };
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('jobs that others put into the queue on $name', ({ queueUrl }) => {
  let kit: AgentUnderTest<Probe> | undefined;
  const start = async (work: Work = async () => ({ n: 1 }), leaseMs = 5_000) => {
    kit = await runAgent(new ProbeAgent(work), { postgresUrl: inject('postgresUrl'), queueUrl, leaseMs });
    return kit;
  };
  afterEach(async () => {
    await kit?.stop();
    kit = undefined;
  });

  const failedReason = (on: AgentUnderTest<Probe>, jobId: string | undefined) =>
    waitUntil('the reason', async () => {
      const job = await on.queue.boardQueue('probe').getJob(jobId ?? '');
      return (await job?.isFailed()) === true ? job?.failedReason : undefined;
    });

  test('a job that points at no task fails, and its neighbours run', async () => {
    const on = await start();
    const board = on.queue.boardQueue('probe');
    const jobs = await board.addBulk([
      { name: 'thing.do', data: { taskId: newId() } },
      { name: 'thing.do', data: { taskId: 'not-an-id' } },
    ]);
    const ids = await Promise.all(Array.from({ length: 20 }, () => on.enqueue('thing.do', {})));
    for (const id of ids) expect(await on.ended(id)).toMatchObject({ status: 'completed', attempt: 1 });
    for (const job of jobs) expect(await failedReason(on, job.id)).not.toBe('');
  });

  test.for([
    ['an array', [1, 2]],
    ['a text', 'text'],
    ['a number', 7],
    ['an unknown tenant', { tenant: 'nobody', payload: {} }],
  ] as const)('a job whose data is %s fails with a reason', async ([, data]) => {
    const on = await start();
    const job = await on.queue.boardQueue('probe').add('thing.do', data);
    expect(await failedReason(on, job.id)).toMatch(/payload|tenant/u);
  });

  test.for([
    ['with a fault in its schema', 'thing.broken'],
    ['with an asynchronous schema', 'thing.async'],
    ['that every object has', '__proto__'],
    ['without a name', ''],
    ['with a very long name', 'x'.repeat(5_000)],
  ] as const)('a job of a type %s fails instead of coming back for ever', async ([, type]) => {
    const on = await start();
    const job = await on.queue.boardQueue('probe').add(type, {});
    expect(await failedReason(on, job.id)).not.toBe('');
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'completed' });
  });

  test.for([0, -1, 253_402_300_800_000, 2 ** 60])(
    'a job that says it was added at %d is taken in',
    async (timestamp) => {
      const on = await start();
      await on.queue.boardQueue('probe').add('thing.do', { n: 1 }, { timestamp });
      const adopted = await waitUntil('the adopted task', async () => {
        const { rows } = await sql`select from agent_tasks where status = 'completed'`.execute(on.db.engine);
        return rows.length > 0 ? rows.length : undefined;
      });
      expect(adopted).toBe(1);
    },
  );

  test('a payload that happens to name a task is a payload', async () => {
    const on = await start();
    await on.queue.boardQueue('probe').add('thing.any', { taskId: 'their own', n: 1 });
    const payload = await waitUntil('the adopted task', async () => {
      const { rows } = await sql<{ payload: unknown }>`select payload from agent_tasks
        where status = 'completed'`.execute(on.db.engine);
      return rows[0]?.payload;
    });
    expect(payload).toEqual({ taskId: 'their own', n: 1 });
  });

  const nested = (levels: number): unknown => (levels === 0 ? null : [nested(levels - 1)]);
  test.for([
    ['null', null],
    ['nested thousands deep', nested(2_000)],
    ['a megabyte', 'x'.repeat(1_000_000)],
  ] as const)('a payload that is %s is refused or run, but does not come back for ever', async ([, data]) => {
    const on = await start();
    const board = on.queue.boardQueue('probe');
    const job = await board.add('thing.any', data);
    const state = await waitUntil('its end', async () => {
      const seen = await board.getJob(job.id ?? '');
      const isEnded = (await seen?.isFailed()) === true || (await seen?.isCompleted()) === true;
      return isEnded ? seen?.getState() : undefined;
    });
    expect(state).toMatch(/completed|failed/u);
  });

  test('two jobs for one task run it once', async () => {
    let runs = 0;
    const on = await start(async () => {
      runs += 1;
      return { n: runs };
    });
    const board = on.queue.boardQueue('probe');
    await board.pause();
    const taskId = await on.enqueue('thing.do', {});
    await board.addBulk(Array.from({ length: 5 }, () => ({ name: 'thing.do', data: { taskId } })));
    await board.resume();
    expect(await on.ended(taskId)).toMatchObject({ status: 'completed', attempt: 1 });
    expect(runs).toBe(1);
  });

  test('a task that lost its lease and runs again beside its former self keeps its lease the second time', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let firstEnded = false;
    const on = await start(async (ctx) => {
      if (ctx.task.attempt > 1) {
        await second.promise;
        return { n: 2 };
      }
      await first.promise;
      firstEnded = true;
      return { n: 1 };
    }, 900);
    const taskId = await on.enqueue('thing.do', {});
    const show = (attempt: number) =>
      waitUntil(`attempt ${attempt}`, async () =>
        (await on.show(taskId)).attempt === attempt ? true : undefined,
      );
    await show(1);
    await sql`update agent_tasks set status = 'pending', lease_expires_at = null, run_at = now()
      where id = ${taskId}`.execute(on.db.engine);
    await on.queue.boardQueue('probe').add('thing.do', { taskId });
    await show(2);
    first.resolve();
    await waitUntil('the end of the first', async () => (firstEnded ? true : undefined));
    const leaseOf = async () => {
      const { rows } = await sql<{ at: Date }>`select lease_expires_at as at from agent_tasks
        where id = ${taskId}`.execute(on.db.engine);
      return rows[0]?.at.getTime() ?? 0;
    };
    const before = await leaseOf();
    await waitUntil('two heartbeats', async () => ((await leaseOf()) > before + 500 ? true : undefined));
    second.resolve();
    expect(await on.ended(taskId)).toMatchObject({ status: 'completed', attempt: 2, result: { n: 2 } });
  });
});
