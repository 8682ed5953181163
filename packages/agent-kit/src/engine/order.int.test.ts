import { defineContract } from '@sherpa/core';
import { ensureTenant } from '@sherpa/db';
import { describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import { makeEnqueuer } from '../enqueue/enqueuer.ts';
import { makeRecordedLog } from '../testing/recorded-log.ts';
import { runAgent } from '../testing/run-agent.ts';
import { waitUntil } from '../testing/wait-until.ts';

const contract = defineContract({
  agent: 'orderly',
  description: 'Tells in which order its tasks ran.',
  tasks: {
    'thing.do': { description: 'Does a thing.', payload: z.object({ who: z.string() }), result: z.null() },
  },
  messages: {},
  events: {},
  state: {},
});

class OrderlyAgent extends BaseAgent<typeof contract> {
  readonly contract = contract;
  readonly began: string[] = [];
  running = 0;
  mostRunning = 0;
  /** What each task waits for before it ends. */
  gate: () => Promise<void> = () => Promise.resolve();
  protected readonly handlers: Handlers<typeof contract> = {
    'thing.do': async (ctx) => {
      this.began.push(ctx.task.payload.who);
      this.running += 1;
      this.mostRunning = Math.max(this.mostRunning, this.running);
      await this.gate();
      this.running -= 1;
      return null;
    },
  };
}

const wish = (who: string, more: { readonly concurrencyKey?: string } = {}) => ({
  agent: 'orderly',
  type: 'thing.do',
  payload: { who },
  ...more,
});

describe.each([
  ['redis', inject('redisUrl')],
  ['postgres', undefined],
] as const)('on %s', (kind, queueUrl) => {
  const isThere = kind === 'postgres' || queueUrl !== null;
  it.skipIf(!isThere)('a flood of one tenant keeps another waiting for a few tasks only', async () => {
    const agent = new OrderlyAgent();
    const started = Promise.withResolvers<void>();
    agent.gate = () => started.promise;
    const kit = await runAgent(agent, {
      postgresUrl: inject('postgresUrl'),
      queueUrl: queueUrl ?? undefined,
      concurrency: 2,
    });
    const other = await ensureTenant(kit.db.engine, 'other');
    const enqueuer = makeEnqueuer({ ...kit, contracts: [contract], log: makeRecordedLog() });
    // The enqueuer learns with its first task that tenants share the fleet.
    await enqueuer.enqueue(kit.tenantId, [wish('first')], 'api');
    await waitUntil('the first to begin', async () => agent.began.length > 0 || undefined);
    const flood = Array.from({ length: 3_000 }, () => wish('flood'));
    await enqueuer.enqueue(kit.tenantId, flood, 'api');
    await enqueuer.enqueue(
      other.id,
      Array.from({ length: 10 }, () => wish('few')),
      'api',
    );
    started.resolve();
    await waitUntil('all to have begun', async () => agent.began.length >= 3_011 || undefined, 60_000);
    const last = agent.began.lastIndexOf('few');
    expect(agent.began.filter((who) => who === 'few')).toHaveLength(10);
    // Two packs may have been taken before the few came.
    expect(last).toBeLessThan(200);
    await kit.stop();
  });

  it.skipIf(!isThere)('tasks of one concurrency key run one after the other, all of them', async () => {
    const agent = new OrderlyAgent();
    const kit = await runAgent(agent, {
      postgresUrl: inject('postgresUrl'),
      queueUrl: queueUrl ?? undefined,
      concurrency: 10,
    });
    const enqueuer = makeEnqueuer({ ...kit, contracts: [contract], log: makeRecordedLog() });
    const wishes = Array.from({ length: 30 }, (_, index) => wish(String(index), { concurrencyKey: 'ada' }));
    const answers = await enqueuer.enqueue(kit.tenantId, wishes, 'api');
    const ended = await Promise.all(answers.map(({ id }) => kit.ended(id)));
    expect(ended.every(({ status }) => status === 'completed')).toBe(true);
    expect(agent.mostRunning).toBe(1);
    expect(agent.began).toEqual(wishes.map((_, index) => String(index)));
    await kit.stop();
  });
});
