import '@sherpa/devstack/vitest';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { AgentError, defineContract, IntegrationError, newId, type Json } from '@sherpa/core';
import { claimTasks, insertTasks, listEffects, listSteps, type Effect } from '@sherpa/db';
import { makeTestDatabase, newTask, sql, type TestDatabase } from '@sherpa/db/testing';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { EffectSpec } from '../agent/effect-spec.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { Interrupted } from '../engine/interruption.ts';
import { runAgent, type AgentUnderTest } from '../testing/index.ts';
import { makeSteps } from './make-steps.ts';
import { makeStepLedger, type StepLedger } from './step-ledger.ts';

/** The doors of one attempt at a task that a test has claimed by itself. */
interface Worker extends Pick<TaskContext, 'step' | 'effect'> {
  readonly holds: number;
  readonly lost: boolean;
  abort(): void;
}

let database: TestDatabase;
let ledger: StepLedger;
beforeEach(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  ledger = makeStepLedger(database.db);
});
afterEach(() => database.drop());

const addTask = async (): Promise<string> => {
  const task = newTask(database.tenantId, { maxAttempts: 20 });
  await insertTasks(database.db.engine, [task]);
  return task.id;
};

/** Takes the task, though an earlier attempt may hold it, whose lease is made to have run out. */
const work = async (taskId: string): Promise<Worker> => {
  const { engine } = database.db;
  await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${taskId}`.execute(
    engine,
  );
  const workerId = newId();
  const [claim] = await claimTasks(engine, { agent: 'sales', workerId, leaseMs: 60_000, ids: [taskId] });
  if (claim?.kind !== 'claimed') throw new AgentError('The test could not claim its task.');
  const controller = new AbortController();
  const seen = { holds: 0, lost: false };
  const doors = makeSteps({
    task: claim.task,
    ledger,
    signal: controller.signal,
    hold: async () => {
      seen.holds += 1;
    },
    lose: () => {
      seen.lost = true;
    },
  });
  return {
    ...doors,
    abort: () => controller.abort(new Interrupted('cancelled')),
    get holds() {
      return seen.holds;
    },
    get lost() {
      return seen.lost;
    },
  };
};

const effectsOf = (taskId: string): Promise<Effect[]> => listEffects(database.db.engine, taskId);

const lost = new IntegrationError('The answer was lost.', { details: { vendor: 'stripe' } });
const rejected = (details: Record<string, unknown>): IntegrationError =>
  new IntegrationError('The vendor refused it.', { code: 'integration_rejected', retry: 'never', details });

/** A write that ends as the test says, and remembers the keys it was made under. */
const makeWrite = (
  ...ends: (Json | Error)[]
): { keys: string[]; perform: (key: string) => Promise<Json> } => {
  const keys: string[] = [];
  return {
    keys,
    perform: async (key) => {
      const end = ends[keys.length] ?? null;
      keys.push(key);
      if (end instanceof Error) throw end;
      return end;
    },
  };
};

const toStripe = (perform: (key: string) => Promise<Json>, more: Partial<EffectSpec<Json>> = {}) => ({
  vendor: 'stripe' as const,
  intent: { kind: 'customer' },
  perform,
  ...more,
});

describe('a step', () => {
  test('is done once: a later attempt gets its result, also where that is null', async () => {
    const id = await addTask();
    const first = await work(id);
    let calls = 0;
    const count = async (): Promise<{ calls: number }> => {
      calls += 1;
      return { calls };
    };
    expect(await first.step('count', count)).toEqual({ calls: 1 });
    expect(await first.step('nothing', () => null)).toBeNull();
    const second = await work(id);
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
    const id = await addTask();
    const failing = (await work(id)).step('read', async () => {
      throw new AgentError('Not yet.');
    });
    await expect(failing).rejects.toThrow('Not yet.');
    expect(await (await work(id)).step('read', () => 7)).toBe(7);
  });

  test('gives back what a later attempt would get', async () => {
    const worker = await work(await addTask());
    const value: { at: string; gone?: string | undefined } = { at: 'x', gone: undefined };
    const { ...json } = await worker.step('shape', () => JSON.parse(JSON.stringify(value)));
    expect(json).toEqual({ at: 'x' });
  });

  test('must have a name of its own', async () => {
    const worker = await work(await addTask());
    await worker.step('one', () => 1);
    await expect(worker.step('one', () => 2)).rejects.toMatchObject({
      code: 'agent_failed',
      retry: 'never',
      details: { step: 'one' },
    });
    await expect(
      worker.effect(
        'one',
        toStripe(async () => 1),
      ),
    ).rejects.toMatchObject({ retry: 'never' });
    for (const name of ['', 'x'.repeat(201), 'a\0b'])
      await expect(worker.step(name, () => 2)).rejects.toMatchObject({ retry: 'never' });
  });

  test('must come to JSON of less than a megabyte', async () => {
    const worker = await work(await addTask());
    await expect(worker.step('big', () => 1n as never)).rejects.toMatchObject({
      message: 'What a step remembers must be JSON.',
      retry: 'never',
    });
    await expect(worker.step('none', () => undefined as never)).rejects.toMatchObject({ retry: 'never' });
    await expect(worker.step('long', () => 'x'.repeat(1_100_000))).rejects.toMatchObject({ retry: 'never' });
  });

  test('of an attempt that lost its task is not remembered, and ends the attempt', async () => {
    const id = await addTask();
    const [first, second] = [await work(id), await work(id)];
    await expect(first.step('late', () => 'stale')).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(first.lost).toBe(true);
    expect(await second.step<string>('late', () => 'fresh')).toBe('fresh');
  });

  test('asks for the hold once, before the first one', async () => {
    const worker = await work(await addTask());
    expect(worker.holds).toBe(0);
    await Promise.all([worker.step('a', () => 1), worker.step('b', () => 2)]);
    await worker.step('c', () => 3);
    expect(worker.holds).toBe(1);
  });

  test('those of many tasks travel together, and one that lost its task takes none with it', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, addTask));
    const workers = await Promise.all(ids.map(work));
    await work(ids[7] ?? '');
    const ends = await Promise.allSettled(workers.map((worker, n) => worker.step('n', () => n)));
    expect(ends.map(({ status }) => status).indexOf('rejected')).toBe(7);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(29);
  });
});

describe('an effect', () => {
  test('has its intent in the ledger while it is made, and its outcome after', async () => {
    const id = await addTask();
    let during: Effect[] = [];
    const worker = await work(id);
    const outcome = await worker.effect(
      'create',
      toStripe(async () => {
        during = await effectsOf(id);
        return { id: 'cus_1' };
      }),
    );
    expect(outcome).toEqual({ id: 'cus_1' });
    const key = `sherpa:${id}:create`;
    expect(during).toMatchObject([{ status: 'intended', key, vendor: 'stripe', agent: 'sales', attempt: 1 }]);
    expect(await effectsOf(id)).toMatchObject([
      { status: 'performed', intent: { kind: 'customer' }, outcome: { id: 'cus_1' }, key },
    ]);
  });

  test('that was performed is not made again', async () => {
    const id = await addTask();
    const write = makeWrite(null);
    await (await work(id)).effect('create', toStripe(write.perform));
    expect(await (await work(id)).effect('create', toStripe(write.perform))).toBeNull();
    expect(write.keys).toHaveLength(1);
  });

  test('whose answer was lost is looked for, and not made again where it landed', async () => {
    const id = await addTask();
    const write = makeWrite(lost);
    await expect((await work(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended', outcome: null, error: null }]);
    const asked: string[] = [];
    const verify = async (key: string): Promise<Json> => {
      asked.push(key);
      return { id: 'cus_1' };
    };
    const found = await (await work(id)).effect('create', toStripe(write.perform, { verify }));
    expect(found).toEqual({ id: 'cus_1' });
    expect(asked).toEqual(write.keys);
    expect(await effectsOf(id)).toMatchObject([{ status: 'performed', attempt: 2 }]);
  });

  test('that did not land is made again under the same key and intent', async () => {
    const id = await addTask();
    const write = makeWrite(lost, 'done');
    await expect((await work(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    const verify = async (): Promise<undefined> => undefined;
    const again = toStripe(write.perform, { verify, key: 'another', intent: { kind: 'other' } });
    expect(await (await work(id)).effect('create', again)).toBe('done');
    expect(new Set(write.keys)).toEqual(new Set([`sherpa:${id}:create`]));
    expect(await effectsOf(id)).toMatchObject([{ intent: { kind: 'customer' } }]);
  });

  test('is not looked for by a first attempt', async () => {
    const verify = async (): Promise<Json> => {
      throw new AgentError('Nobody asked.');
    };
    const worker = await work(await addTask());
    expect(
      await worker.effect(
        'create',
        toStripe(async () => 1, { verify, key: 'mine' }),
      ),
    ).toBe(1);
  });

  test('that the vendor refused is kept as failed with its error, and may be tried again', async () => {
    const id = await addTask();
    const write = makeWrite(rejected({ status: 400 }), 'done');
    await expect((await work(id)).effect('create', toStripe(write.perform))).rejects.toMatchObject({
      code: 'integration_rejected',
    });
    expect(await effectsOf(id)).toMatchObject([
      { status: 'failed', error: { code: 'integration_rejected', details: { status: 400 } } },
    ]);
    expect(await (await work(id)).effect('create', toStripe(write.perform))).toBe('done');
    expect(write.keys[1]).toBe(write.keys[0]);
    expect(await effectsOf(id)).toMatchObject([{ status: 'performed', error: null }]);
  });

  test('gets another key where Stripe keeps its refusal as the answer of the first', async () => {
    const id = await addTask();
    const write = makeWrite(rejected({ status: 402 }), lost, rejected({ status: 402 }), 'done');
    for (const _ of [1, 2, 3])
      await (await work(id)).effect('pay', toStripe(write.perform)).catch(() => undefined);
    expect(await (await work(id)).effect('pay', toStripe(write.perform))).toBe('done');
    const key = `sherpa:${id}:pay`;
    expect(write.keys).toEqual([key, `${key}:2`, `${key}:2`, `${key}:3`]);
  });

  test('that may have landed stays so when a later request is refused', async () => {
    const id = await addTask();
    const write = makeWrite(lost, rejected({ status: 403 }), rejected({ vendorType: 'idempotency_error' }));
    for (const _ of [1, 2, 3])
      await (await work(id)).effect('create', toStripe(write.perform)).catch(() => undefined);
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended' }]);
  });

  test('is not repeated at Stripe on a key that Stripe may have forgotten, unless it can be looked for', async () => {
    const id = await addTask();
    const write = makeWrite(lost, 'done');
    await expect((await work(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    await sql`update agent_effects set intended_at = now() - interval '1 day'`.execute(database.db.engine);
    await expect((await work(id)).effect('create', toStripe(write.perform))).rejects.toMatchObject({
      code: 'agent_failed',
      retry: 'never',
    });
    expect(write.keys).toHaveLength(1);
    const verify = async (): Promise<undefined> => undefined;
    expect(await (await work(id)).effect('create', toStripe(write.perform, { verify }))).toBe('done');
  });

  test('is not begun by an attempt that lost its task', async () => {
    const id = await addTask();
    const [first] = [await work(id), await work(id)];
    const write = makeWrite('done');
    await expect(first.effect('create', toStripe(write.perform))).rejects.toMatchObject({
      reason: 'lease-lost',
    });
    expect(first.lost).toBe(true);
    expect(write.keys).toEqual([]);
    expect(await effectsOf(id)).toEqual([]);
  });

  test('is recorded by nobody who lost the task while it was made; the next one looks for it', async () => {
    const id = await addTask();
    const first = await work(id);
    let second: Worker | undefined;
    const made = first.effect(
      'create',
      toStripe(async () => {
        second = await work(id);
        return 'made';
      }),
    );
    await expect(made).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended', attempt: 1 }]);
    const write = makeWrite('twice');
    const verify = async (): Promise<Json> => 'made';
    expect(await second?.effect('create', toStripe(write.perform, { verify }))).toBe('made');
    expect(write.keys).toEqual([]);
  });

  test('is not made once the attempt was ended', async () => {
    const worker = await work(await addTask());
    worker.abort();
    const write = makeWrite('done');
    await expect(worker.effect('create', toStripe(write.perform))).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(write.keys).toEqual([]);
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

class Stepper extends BaseAgent<typeof contract> {
  readonly contract = contract;
  calls = 0;
  protected readonly handlers: Handlers<typeof contract> = {
    'thing.do': async (ctx) => {
      const n = await ctx.step('count', () => {
        this.calls += 1;
        return this.calls;
      });
      if (ctx.task.attempt < 3) throw new AgentError('Not yet.');
      return { n };
    },
  };
}

describe('an agent', () => {
  let kit: AgentUnderTest<typeof contract> | undefined;
  afterEach(async () => {
    await kit?.stop();
  });

  test('gets over its retries what a step came to at the first', async () => {
    const agent = new Stepper();
    kit = await runAgent(agent, { postgresUrl: inject('postgresUrl') });
    expect(await kit.run('thing.do', {})).toMatchObject({
      status: 'completed',
      attempt: 3,
      result: { n: 1 },
    });
    expect(agent.calls).toBe(1);
  });
});
