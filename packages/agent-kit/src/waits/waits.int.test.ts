import '@sherpa/devstack/vitest';
import { AgentError, defineContract, type Json } from '@sherpa/core';
import {
  cancelTask,
  decideApproval,
  listApprovals,
  overdueJobs,
  sendSignal,
  wakeDueTasks,
  type StagedJobs,
} from '@sherpa/db';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { childTask } from '../agent/waiting.ts';
import { makeDispatcher } from '../enqueue/dispatcher.ts';
import { makeRecordedLog, runAgent, waitUntil, type AgentUnderTest } from '../testing/index.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of waiting.',
  tasks: {
    'thing.do': {
      description: 'Does what the test says.',
      payload: z.object({ n: z.int().default(0) }),
      result: z.unknown(),
      retry: { attempts: 2, delayMs: 10, maxDelayMs: 20 },
    },
    'part.do': {
      description: 'A part of the thing; an odd one fails.',
      payload: z.object({ n: z.int() }),
      result: z.object({ n: z.int() }),
      retry: { attempts: 1 },
    },
  },
  messages: {},
  events: { 'thing.done': z.object({}) },
  state: {},
});
type Probe = typeof contract;
type Context = TaskContext<Probe, 'thing.do'>;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Probe>;

  constructor(work: (ctx: Context) => Promise<unknown>) {
    super();
    this.handlers = {
      'thing.do': work,
      'part.do': async ({ task }) => {
        if (task.payload.n % 2 === 1) throw new AgentError('Odd.', { retry: 'never' });
        return { n: task.payload.n };
      },
    };
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('an agent on $name whose task waits', ({ queueUrl }) => {
  let kit: AgentUnderTest<Probe> | undefined;
  afterEach(async () => {
    await kit?.stop();
    kit = undefined;
  });

  const start = async (work: (ctx: Context) => Promise<unknown>) => {
    const on = await runAgent(new ProbeAgent(work), { postgresUrl: inject('postgresUrl'), queueUrl });
    kit = on;
    const dispatcher = makeDispatcher({ db: on.db, queue: on.queue, log: makeRecordedLog() });
    const dispatched = async <T extends { readonly staged: StagedJobs }>(result: T): Promise<T> => {
      await dispatcher.dispatch(result.staged);
      return result;
    };
    const send = (name: string, payload: Json = null) =>
      on.db.withTenant(on.tenantId, (tx) => sendSignal(tx, { tenantId: on.tenantId, name, payload }));
    return {
      ...on,
      send,
      sendNow: async (name: string, payload?: Json) => dispatched(await send(name, payload)),
      wakeDue: async () => dispatched(await wakeDueTasks(on.db.engine, 10)),
      dispatcher,
      dispatched,
      waits: (id: string) =>
        waitUntil('the task waits', async () =>
          (await on.show(id)).status === 'waiting' ? true : undefined,
        ),
      jobs: async () => {
        const { waiting, active, delayed } = await on.queue.counts('probe');
        return waiting + active + delayed;
      },
    };
  };

  test('leaves its slot and the queue, loses nothing with the queue, and goes on where it was', async () => {
    let prepared = 0;
    const on = await start(async (ctx) => {
      const first = await ctx.step('prepare', () => (prepared += 1));
      ctx.emit('thing.done', {});
      const outcome = await ctx.waitFor('paid');
      return { first, outcome };
    });
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    await waitUntil('an empty queue', async () => ((await on.jobs()) === 0 ? true : undefined));
    await on.queue.boardQueue('probe').obliterate({ force: true });
    await on.sendNow('paid', { cents: 5 });
    const task = await on.ended(id);
    expect(task.result).toEqual({ first: 1, outcome: { kind: 'signal', payload: { cents: 5 } } });
    expect([prepared, task.attempt, task.uncountedAttempts]).toEqual([1, 2, 1]);
    expect((await on.events()).map(({ type }) => type)).toEqual(['thing.done', 'task.completed']);
  });

  test('is brought back by the outbox if whoever woke it died before its job was added', async () => {
    const on = await start((ctx) => ctx.waitFor('paid'));
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    await on.send('paid');
    const overdue = await overdueJobs(on.db.engine, { olderThanMs: 0, limit: 100 });
    await Promise.all(overdue.map((staged) => on.dispatcher.dispatchAgain(staged)));
    expect((await on.ended(id)).status).toBe('completed');
  });

  test('waits also where its handler swallows what ends it', async () => {
    const on = await start(async (ctx) => {
      try {
        return await ctx.waitFor('paid');
      } catch {
        return 'swallowed';
      }
    });
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    await on.sendNow('paid', 1);
    expect((await on.ended(id)).result).toEqual({ kind: 'signal', payload: 1 });
  });

  test('goes on after each of several waits, however soon it is woken, and hears each signal once', async () => {
    const on = await start(async (ctx) => {
      const heard: Json[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        const outcome = await ctx.waitFor('tick');
        heard.push(outcome.kind === 'signal' ? outcome.payload : null);
      }
      return heard;
    });
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => on.enqueue('thing.do', { n })));
    let tick = 0;
    const tasks = await waitUntil('the end of all', async () => {
      await on.sendNow('tick', (tick += 1));
      const all = await Promise.all(ids.map((id) => on.show(id)));
      return all.every(({ status }) => status === 'completed') ? all : undefined;
    });
    for (const { result } of tasks) {
      const heard = z.array(z.number()).parse(result);
      expect(heard).toHaveLength(3);
      expect(heard).toEqual([...new Set(heard)].toSorted((one, other) => one - other));
    }
  });

  test('goes on without the signal when its time is over, and sleeps', async () => {
    const on = await start(async (ctx) => {
      await ctx.sleep(0);
      await ctx.sleepUntil(new Date(0));
      return ctx.waitFor('never', { timeoutMs: 0 });
    });
    const id = await on.enqueue('thing.do', {});
    const task = await waitUntil('the end', async () => {
      await on.wakeDue();
      const shown = await on.show(id);
      return shown.status === 'completed' ? shown : undefined;
    });
    expect(task.result).toEqual({ kind: 'timeout' });
    expect([task.attempt, task.uncountedAttempts]).toEqual([4, 3]);
  });

  test('runs others and goes on with what they came to', async () => {
    const on = await start(async (ctx) => {
      expect(await ctx.runTasks('none', [])).toEqual([]);
      const parts = [0, 1, 2].map((n) => childTask(contract, 'part.do', { n }));
      return (await ctx.runTasks('parts', parts)).map(({ status, result, error }) => [
        status,
        result ?? error?.message,
      ]);
    });
    expect((await on.run('thing.do', {})).result).toEqual([
      ['completed', { n: 0 }],
      ['failed', 'Odd.'],
      ['completed', { n: 2 }],
    ]);
  });

  test('asks people and goes on with their decision', async () => {
    const on = await start((ctx) => ctx.approval('refund', { title: 'Refund?', askedOf: ['ada'] }));
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    const [asked] = await on.db.withTenant(on.tenantId, (tx) => listApprovals(tx, { limit: 1 }));
    const decided = await on.db.withTenant(on.tenantId, (tx) =>
      decideApproval(tx, asked?.id ?? '', { approved: true, by: 'ada', reason: null }),
    );
    if (decided.kind === 'decided') await on.dispatched(decided);
    expect((await on.ended(id)).result).toEqual({ kind: 'decided', approved: true, by: 'ada', reason: null });
  });

  test('is cancelled while it waits, and its handler does not run again', async () => {
    let runs = 0;
    const on = await start((ctx) => {
      runs += 1;
      return ctx.waitFor('paid');
    });
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    await on.db.withTenant(on.tenantId, (tx) => cancelTask(tx, id));
    expect((await on.sendNow('paid')).woken).toBe(0);
    expect([(await on.show(id)).status, runs]).toEqual(['cancelled', 1]);
  });

  test('is left alone by a job that comes for it all the same', async () => {
    let runs = 0;
    const on = await start((ctx) => {
      runs += 1;
      return ctx.waitFor('paid');
    });
    const id = await on.enqueue('thing.do', {});
    await on.waits(id);
    const job = { id: 'stray', taskIds: [id], type: 'thing.do', priority: 0, delayMs: 0 };
    await on.queue.add('probe', [job]);
    await waitUntil('an empty queue', async () => ((await on.jobs()) === 0 ? true : undefined));
    expect([(await on.show(id)).status, runs]).toEqual(['waiting', 1]);
  });

  test('fails at once where it waits for what cannot come', async () => {
    const on = await start((ctx) => ctx.sleep(-1));
    expect(await on.run('thing.do', {})).toMatchObject({ status: 'failed', attempt: 1 });
  });
});
