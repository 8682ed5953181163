import { setTimeout as sleep } from 'node:timers/promises';
import { BaseAgent, type Handler, type Handlers } from '@sherpa/agent-kit';
import { AgentError, newId } from '@sherpa/core';
import { chaosContract, type ChaosContract } from './contract.ts';
import { insertStepRun } from './side-tables.ts';
import type { VendorCalls } from './vendor-calls.ts';

const done = { done: true } as const;

const plain = async (): Promise<typeof done> => done;

const slow: Handler<ChaosContract, 'work.slow'> = async (ctx) => {
  await sleep(ctx.task.payload.forMs, undefined, { signal: ctx.signal });
  return done;
};

const flaky: Handler<ChaosContract, 'work.flaky'> = async () => {
  if (Math.random() < 0.5) throw new AgentError('It did not work out.');
  return done;
};

const doomed: Handler<ChaosContract, 'work.doomed'> = async () => {
  throw new AgentError('It never works out.', { retry: 'never' });
};

const count: Handler<ChaosContract, 'work.count'> = async (ctx) => {
  const { counter } = ctx.task.payload;
  const was = (await ctx.state.get(counter)) ?? 0;
  ctx.state.set(counter, was + 1);
  return { was };
};

const steps: Handler<ChaosContract, 'work.steps'> = async (ctx) => {
  const { id: taskId, attempt } = ctx.task;
  const runs: string[] = [];
  for (const step of ['one', 'two', 'three']) {
    const run = await ctx.step(step, async () => {
      const runId = newId();
      await ctx.withTenant((tx) => insertStepRun(tx, { runId, taskId, step, attempt }));
      return runId;
    });
    runs.push(run);
    await sleep(Math.random() * 200, undefined, { signal: ctx.signal });
  }
  return { runs };
};

const makeEffects =
  (vendors: VendorCalls): Handler<ChaosContract, 'work.effects'> =>
  async (ctx) => {
    const { id } = ctx.task;
    const customerId = await ctx.effect('customer', {
      vendor: 'stripe',
      intent: { taskId: id },
      perform: (key) => vendors.createCustomer(key, id, ctx.signal),
    });
    const hubspotTaskId = await ctx.effect('call-back', {
      vendor: 'hubspot',
      key: `chaos-${id}`,
      intent: { taskId: id },
      perform: (key) => vendors.upsertTask(key, ctx.signal),
      verify: (key) => vendors.findTask(key, ctx.signal),
    });
    return { customerId, hubspotTaskId };
  };

const parent: Handler<ChaosContract, 'work.parent'> = async (ctx) => {
  ctx.send(chaosContract, 'child.told', {});
  ctx.enqueue(chaosContract, 'work.child', {});
  ctx.enqueue(chaosContract, 'work.child', {}, { delayMs: 1_000 });
  ctx.emit('parent.done', {});
  return done;
};

class ChaosAgent extends BaseAgent<ChaosContract> {
  readonly contract = chaosContract;
  protected readonly handlers: Handlers<ChaosContract>;

  constructor(vendors: VendorCalls) {
    super();
    this.handlers = {
      'work.plain': plain,
      'work.slow': slow,
      'work.flaky': flaky,
      'work.doomed': doomed,
      'work.count': count,
      'work.steps': steps,
      'work.effects': makeEffects(vendors),
      'work.parent': parent,
      'work.child': plain,
      'child.told': async () => undefined,
    };
  }
}

/** The agent of every worker of the run. */
export const makeChaosAgent = (vendors: VendorCalls): ChaosAgent => new ChaosAgent(vendors);
