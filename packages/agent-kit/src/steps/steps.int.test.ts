import '@sherpa/devstack/vitest';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { AgentError, defineContract, newId, type Json } from '@sherpa/core';
import { listSteps } from '@sherpa/db';
import { makeTestDatabase, sql, type TestDatabase } from '@sherpa/db/testing';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { makeClaimedTasks, type ClaimedTasks } from '../testing/claimed-tasks.ts';
import { runAgent, type AgentUnderTest } from '../testing/index.ts';

let database: TestDatabase;
let tasks: ClaimedTasks;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  tasks = makeClaimedTasks(database);
});
afterAll(() => database.drop());

describe('a step', () => {
  test('is done once: a later attempt gets its result, also where that is null', async () => {
    const id = await tasks.add();
    const first = await tasks.claim(id);
    let calls = 0;
    const count = async (): Promise<{ calls: number }> => {
      calls += 1;
      return { calls };
    };
    expect(await first.step('count', count)).toEqual({ calls: 1 });
    expect(await first.step('nothing', () => null)).toBeNull();
    const second = await tasks.claim(id);
    expect(await second.step('count', count)).toEqual({ calls: 1 });
    expect(await second.step<Json>('nothing', () => 'something')).toBeNull();
    expect(calls).toBe(1);
    const steps = await listSteps(database.db.engine, [id]);
    expect(steps.map(({ name, attempt }) => [name, attempt])).toEqual([
      ['count', 1],
      ['nothing', 1],
    ]);
  });

  test('that failed is done again', async () => {
    const id = await tasks.add();
    const failing = (await tasks.claim(id)).step('read', async () => {
      throw new AgentError('Not yet.');
    });
    await expect(failing).rejects.toThrow('Not yet.');
    expect(await (await tasks.claim(id)).step('read', () => 7)).toBe(7);
  });

  test('gives back what a later attempt would get', async () => {
    const worker = await tasks.claim(await tasks.add());
    const value: { at: string; gone?: string | undefined } = { at: 'x', gone: undefined };
    const { ...json } = await worker.step('shape', () => JSON.parse(JSON.stringify(value)));
    expect(json).toEqual({ at: 'x' });
  });

  test('must have a name of its own', async () => {
    const worker = await tasks.claim(await tasks.add());
    await worker.step('one', () => 1);
    await expect(worker.step('one', () => 2)).rejects.toMatchObject({
      code: 'agent_failed',
      retry: 'never',
      details: { step: 'one' },
    });
    await expect(
      worker.effect('one', { vendor: 'stripe', intent: null, perform: async () => 1 }),
    ).rejects.toMatchObject({ retry: 'never' });
    for (const name of ['', 'x'.repeat(201), 'a\0b'])
      await expect(worker.step(name, () => 2)).rejects.toMatchObject({ retry: 'never' });
  });

  test('must come to JSON of less than a megabyte', async () => {
    const worker = await tasks.claim(await tasks.add());
    await expect(worker.step('big', () => 1n as never)).rejects.toMatchObject({
      message: 'What a step remembers must be JSON.',
      retry: 'never',
    });
    await expect(worker.step('none', () => undefined as never)).rejects.toMatchObject({ retry: 'never' });
    await expect(worker.step('long', () => 'x'.repeat(1_100_000))).rejects.toMatchObject({ retry: 'never' });
  });

  test('of an attempt that lost its task is not remembered, and ends the attempt', async () => {
    const id = await tasks.add();
    const [first, second] = [await tasks.claim(id), await tasks.claim(id)];
    await expect(first.step('late', () => 'stale')).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(first.lost).toBe(true);
    expect(await second.step<string>('late', () => 'fresh')).toBe('fresh');
  });

  test('asks for the hold once, before the first one', async () => {
    const worker = await tasks.claim(await tasks.add());
    expect(worker.holds).toBe(0);
    await Promise.all([worker.step('a', () => 1), worker.step('b', () => 2)]);
    await worker.step('c', () => 3);
    expect(worker.holds).toBe(1);
  });

  test('those of many tasks travel together, and one that lost its task takes none with it', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, tasks.add));
    const workers = await Promise.all(ids.map(tasks.claim));
    await tasks.claim(ids[7] ?? '');
    const ends = await Promise.allSettled(workers.map((worker, n) => worker.step('n', () => n)));
    expect(ends.map(({ status }) => status).indexOf('rejected')).toBe(7);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(29);
  });
});

const contract = defineContract({
  agent: 'stepper',
  description: 'For the tests of steps.',
  tasks: {
    'thing.do': {
      description: 'Does something in steps.',
      payload: z.object({}),
      result: z.object({ n: z.int() }),
      retry: { attempts: 3, delayMs: 10, maxDelayMs: 20 },
    },
  },
  messages: {},
  events: {},
  state: {},
});

type Contract = typeof contract;

class Stepper extends BaseAgent<Contract> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Contract>;

  constructor(work: (ctx: TaskContext<Contract, 'thing.do'>) => Promise<{ n: number }>) {
    super();
    this.handlers = { 'thing.do': work };
  }
}

describe('an agent', () => {
  let kit: AgentUnderTest<Contract> | undefined;
  const start = async (
    work: (ctx: TaskContext<Contract, 'thing.do'>) => Promise<{ n: number }>,
  ): Promise<AgentUnderTest<Contract>> => {
    kit = await runAgent(new Stepper(work), { postgresUrl: inject('postgresUrl') });
    return kit;
  };
  afterEach(async () => {
    await kit?.stop();
    kit = undefined;
  });

  test('gets over its retries what a step came to at the first', async () => {
    let calls = 0;
    const on = await start(async (ctx) => {
      const n = await ctx.step('count', () => {
        calls += 1;
        return calls;
      });
      if (ctx.task.attempt < 3) throw new AgentError('Not yet.');
      return { n };
    });
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'completed', attempt: 3, result: { n: 1 } });
    expect(calls).toBe(1);
  });

  test('that lost its task ends at its next step, and leaves the task to who has it', async () => {
    const went: number[] = [];
    const on = await start(async (ctx) => {
      if (ctx.task.attempt === 1) {
        await sql`update agent_tasks set status = 'in_progress', attempt = 2, worker_id = ${newId()}, lease_expires_at = now()
          where id = ${ctx.task.id}`.execute(on.db.engine);
      }
      const n = await ctx.step('attempt', () => ctx.task.attempt);
      went.push(ctx.task.attempt);
      return { n };
    });
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'completed', attempt: 3, result: { n: 3 } });
    expect(went).toEqual([3]);
  });
});
