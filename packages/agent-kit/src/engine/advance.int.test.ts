import '@sherpa/devstack/vitest';
import { AgentError, defineContract } from '@sherpa/core';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import type { TaskContext } from '../agent/task-context.ts';
import { runAgent, type AgentUnderTest } from '../testing/index.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of what gets further.',
  tasks: {
    'thing.do': {
      description: 'Does what the test says.',
      payload: z.object({}),
      result: z.object({ attempts: z.int() }),
      retry: { attempts: 2, delayMs: 1, maxDelayMs: 1 },
    },
  },
  messages: {},
  events: {},
  state: {},
});
type Probe = typeof contract;
type Context = TaskContext<Probe, 'thing.do'>;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  protected readonly handlers: Handlers<Probe>;

  constructor(getOn: (ctx: Context) => Promise<unknown>) {
    super();
    this.handlers = {
      'thing.do': async (ctx) => {
        await getOn(ctx);
        if (ctx.task.attempt < 5) throw new AgentError('The thing breaks off.');
        return { attempts: ctx.task.attempt };
      },
    };
  }
}

const backends = [
  { name: 'Postgres', queueUrl: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', queueUrl: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('a task of two attempts that breaks off four times, on $name', ({ queueUrl }) => {
  let kit: AgentUnderTest<Probe> | undefined;
  const run = async (getOn: (ctx: Context) => Promise<unknown>) => {
    kit = await runAgent(new ProbeAgent(getOn), { postgresUrl: inject('postgresUrl'), queueUrl });
    return kit.run('thing.do', {});
  };
  afterEach(async () => {
    await kit?.stop();
    kit = undefined;
  });

  const completed = { status: 'completed', attempt: 5, uncountedAttempts: 4, result: { attempts: 5 } };

  test('is completed where each attempt keeps a checkpoint, and reads its work done', async () => {
    const kept: number[] = [];
    const task = await run(async (ctx) => kept.push(await ctx.advance(async () => ctx.task.attempt)));
    expect(task).toMatchObject(completed);
    expect(kept).toEqual([1, 2, 3, 4, 5]);
  });

  test('is completed where each attempt does a step more', async () => {
    expect(await run((ctx) => ctx.step(`part ${ctx.task.attempt}`, () => 1))).toMatchObject(completed);
  });

  test('fails after two where it does the same over and over', async () => {
    const failed = { status: 'failed', attempt: 2, uncountedAttempts: 0 };
    expect(await run((ctx) => ctx.step('the same', () => 1))).toMatchObject(failed);
  });

  test('fails after two where what it keeps is no further, or is not kept', async () => {
    const failed = { status: 'failed', attempt: 2, uncountedAttempts: 0 };
    expect(
      await run(async (ctx) => {
        await ctx.advance(
          async () => 0,
          (rows) => rows > 0,
        );
        await ctx.advance(async () => {
          throw new AgentError('It is rolled back.');
        });
      }),
    ).toMatchObject(failed);
  });
});
