import '@sherpa/devstack/vitest';
import { defineContract, defineWorkflow } from '@sherpa/core';
import { listCases, saveWorkflowSettings } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import { runAgent, type AgentUnderTest } from '../testing/run-agent.ts';

const refunds = defineWorkflow({
  name: 'refunds',
  description: 'Gives money back.',
  settings: z.strictObject({ freeUpToMinor: z.int().default(5_000) }),
});

const contract = defineContract({
  agent: 'probe',
  description: 'Gives money back, after asking.',
  tasks: {
    'refund.make': {
      description: 'Refunds a charge.',
      payload: z.object({ charge: z.string(), minor: z.int(), isBlind: z.boolean().default(false) }),
      result: z.object({ refund: z.string() }),
    },
  },
  messages: {},
  events: { 'refund.made': z.object({ charge: z.string() }) },
  state: { last: z.string() },
  workflows: [refunds],
});
type Probe = typeof contract;

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  readonly written: string[] = [];
  protected readonly handlers: Handlers<Probe> = {
    'refund.make': async (ctx) => {
      const { charge, minor, isBlind } = ctx.task.payload;
      const cases = ctx.cases(refunds);
      if (minor === 0) {
        ctx.log.debug('There is nothing to give back.');
        return { refund: 'none' };
      }
      if (minor < 0) {
        await cases.hold(charge, { subject: { charge }, reason: 'The amount is below nothing.' });
        return { refund: 'none' };
      }
      await cases.open(charge, { subject: { charge } });
      if (minor > (await ctx.settings(refunds)).freeUpToMinor) {
        const { approved } = await ctx.approval('refund', { title: 'Refund?', detail: { charge, minor } });
        if (!approved) throw new Error('refused');
      }
      const refund = await ctx.effect('refund', {
        vendor: 'stripe',
        key: `refund:${charge}`,
        intent: { operation: 'refunds.create', charge, minor },
        perform: async (key) => {
          this.written.push(key);
          return { id: 're_1' };
        },
        ...(isBlind ? {} : { pretend: { id: 're_of_the_dry_run' } }),
      });
      await cases.note(charge, { refs: { refund: refund.id } });
      ctx.emit('refund.made', { charge });
      ctx.state.set('last', charge);
      ctx.enqueue(contract, 'refund.make', { charge: 'next', minor: 1 });
      await cases.close(charge, 'refunded');
      return { refund: refund.id };
    },
  };
}

let agent: ProbeAgent;
let kit: AgentUnderTest<Probe>;
beforeAll(async () => {
  agent = new ProbeAgent();
  kit = await runAgent(agent, { postgresUrl: inject('postgresUrl') });
});
afterAll(() => kit.stop());

const cases = () => kit.db.withTenant(kit.tenantId, (tx) => listCases(tx, { limit: 10 }));

describe('a dry run', () => {
  test('tells what the task would do, and does none of it', async () => {
    const task = await kit.dryRun('refund.make', { charge: 'ch_1', minor: 9_000 });
    expect(task).toMatchObject({ status: 'completed', origin: 'dry-run' });
    const intent = { operation: 'refunds.create', charge: 'ch_1', minor: 9_000 };
    expect(task.result).toEqual({
      effects: [{ name: 'refund', vendor: 'stripe', key: 'refund:ch_1', intent }],
      messages: [],
      tasks: [{ agent: 'probe', type: 'refund.make', payload: { charge: 'next', minor: 1 } }],
      events: [{ type: 'refund.made', data: { charge: 'ch_1' } }],
      approvals: [{ title: 'Refund?', detail: { charge: 'ch_1', minor: 9_000 }, askedOf: [] }],
      cases: [{ workflow: 'refunds', key: 'ch_1', was: null, becomes: 'closed', reason: 'refunded' }],
      state: { last: 'ch_1' },
      waits: [],
      notes: [],
      result: { refund: 're_of_the_dry_run' },
      nothing: null,
      stopped: null,
    });
    expect(agent.written).toEqual([]);
    expect(await cases()).toEqual([]);
    for (const table of ['agent_effects', 'agent_approvals', 'agent_state'])
      expect((await sql`select from ${sql.table(table)}`.execute(kit.db.engine)).rows, table).toEqual([]);
    expect((await kit.events()).map(({ type }) => type)).toEqual(['task.completed']);
  });

  test('ends where the rest depends on what a vendor answers, and says so', async () => {
    const { result } = await kit.dryRun('refund.make', { charge: 'ch_2', minor: 1, isBlind: true });
    expect(result).toMatchObject({
      effects: [{ key: 'refund:ch_2' }],
      events: [],
      cases: [{ key: 'ch_2', was: null, becomes: 'open' }],
      result: null,
      nothing: null,
      stopped: 'What comes after refund depends on what the vendor answers.',
    });
  });

  test('says in words that nothing would be done, and why', async () => {
    const { result } = await kit.dryRun('refund.make', { charge: 'ch_5', minor: 0 });
    expect(result).toMatchObject({
      result: { refund: 'none' },
      cases: [],
      nothing: 'Nothing would be done: There is nothing to give back.',
    });
  });

  test('says that it would only leave the matter to people, and for what reason', async () => {
    const { result } = await kit.dryRun('refund.make', { charge: 'ch_6', minor: -1 });
    expect(result).toMatchObject({
      cases: [{ key: 'ch_6', was: null, becomes: 'held', reason: 'The amount is below nothing.' }],
      nothing:
        'Nothing but this would be done: the refunds case of ch_6 would be held for people: The amount is below nothing.',
    });
    expect(await cases()).toEqual([]);
  });

  test('goes by what the tenant has set', async () => {
    const set = { tenantId: kit.tenantId, workflow: 'refunds', changedBy: 'ada', version: 0 };
    await kit.db.withTenant(kit.tenantId, (tx) =>
      saveWorkflowSettings(tx, { ...set, settings: { freeUpToMinor: 10 } }),
    );
    const { result } = await kit.dryRun('refund.make', { charge: 'ch_3', minor: 11 });
    expect(result).toMatchObject({ approvals: [{ title: 'Refund?' }] });
  });

  test('fails as the task would', async () => {
    const set = { tenantId: kit.tenantId, workflow: 'refunds', changedBy: 'ada', version: 1 };
    await kit.db.withTenant(kit.tenantId, (tx) =>
      saveWorkflowSettings(tx, { ...set, settings: { freeUpToMinor: 'much' } }),
    );
    const task = await kit.dryRun('refund.make', { charge: 'ch_4', minor: 11 });
    expect(task).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('settings of a workflow'), details: { workflow: 'refunds' } },
    });
  });
});
