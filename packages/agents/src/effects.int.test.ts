import '@sherpa/devstack/vitest';
import { BaseAgent, type EffectSpec, type Handlers, type TaskContext } from '@sherpa/agent-kit';
import { runAgent, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { AppError, defineContract } from '@sherpa/core';
import { listEffects } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import {
  readCounts,
  readCreations,
  startSandboxVendors,
  type SandboxVendors,
} from './testing/sandbox-vendors.ts';

const ONE_DAY_MS = 86_400_000;

/** A call makes up to three tries of its own; a task is only tried again when all of them were lost. */
const TRIES_OF_A_CALL = 3;

const contract = defineContract({
  agent: 'writer',
  description: 'Writes to vendors, for the tests of effects.',
  tasks: {
    'customer.create': {
      description: 'Creates a customer at Stripe.',
      payload: z.object({ email: z.string().nullable(), verified: z.boolean() }),
      result: z.object({ id: z.string() }),
      retry: { attempts: 4, delayMs: 10, maxDelayMs: 20 },
      timeoutMs: 2_000,
    },
    'todo.create': {
      description: 'Creates a task for a contact at HubSpot.',
      payload: z.object({ contactId: z.string() }),
      result: z.object({ id: z.string() }),
      retry: { attempts: 4, delayMs: 10, maxDelayMs: 20 },
    },
  },
  messages: {},
  events: {},
  state: {},
});
type Writer = typeof contract;

class WriterAgent extends BaseAgent<Writer> {
  readonly contract = contract;
  /** What goes wrong between a write and its record. */
  afterWrite: (ctx: TaskContext<Writer>) => Promise<void> = async () => {};
  protected readonly handlers: Handlers<Writer>;

  constructor({ clients: { stripe, hubspot } }: SandboxVendors) {
    super();
    this.handlers = {
      'customer.create': (ctx) => {
        const { email, verified } = ctx.task.payload;
        const options = { signal: ctx.signal };
        const since = ctx.task.createdAt;
        const spec: EffectSpec<{ id: string }> = {
          vendor: 'stripe',
          intent: { operation: 'customers.create' },
          perform: async (key) => {
            const { id } = await stripe.createCustomer({ key, email, name: 'Ada' }, options);
            await this.afterWrite(ctx);
            return { id };
          },
        };
        const verify = async (key: string): Promise<{ id: string } | undefined> => {
          const found = await stripe.findCreatedCustomer({ key, email, since }, options);
          return found && { id: found.id };
        };
        return ctx.effect('create', verified ? { ...spec, verify } : spec);
      },
      'todo.create': (ctx) =>
        ctx.effect('create', {
          vendor: 'hubspot',
          intent: { operation: 'tasks.upsert', contactId: ctx.task.payload.contactId },
          perform: async (key) => {
            const { contactId } = ctx.task.payload;
            const links = [{ toType: 'contacts', toId: contactId }];
            const todo = { key, subject: 'Call', body: 'Back', ownerId: null, links };
            const { id } = await hubspot.upsertTask({ ...todo, dueAt: new Date(0), priority: 'low' });
            await this.afterWrite(ctx);
            return { id };
          },
        }),
    };
  }
}

let vendors: SandboxVendors;
let agent: WriterAgent;
let kit: AgentUnderTest<Writer>;
beforeAll(async () => {
  vendors = await startSandboxVendors(60);
  agent = new WriterAgent(vendors);
  kit = await runAgent(agent, { postgresUrl: inject('postgresUrl') });
});
beforeEach(() => {
  agent.afterWrite = async () => {};
});
afterAll(async () => {
  await kit.stop();
  await vendors.stop();
});

/** What of all that was written is there more than once. */
const doubles = async (): Promise<unknown[]> =>
  (await readCreations(vendors)).filter(({ creates }) => creates > 1);

const effectOf = async (id: string): Promise<unknown> => (await listEffects(kit.db.engine, id))[0];

const costOf = async (id: string) => {
  const { rows } = await sql<{ calls: number | null; earlierMs: number | null }>`
    select vendor_calls as calls, earlier_ms as "earlierMs" from agent_tasks where id = ${id}`.execute(
    kit.db.engine,
  );
  return rows[0];
};

/** Ends the first attempt as the death of its process does: written, and nobody told. */
const dieOnce = (meanwhile: () => Promise<void> = async () => {}): void => {
  let died = false;
  agent.afterWrite = async () => {
    if (died) return;
    died = true;
    await meanwhile();
    throw new AppError('The process died.');
  };
};

const waysToTell = [
  { how: 'looked for', verified: true },
  { how: 'asked for again under its key', verified: false },
];

describe('a customer whose creation at Stripe', () => {
  const email = 'ada@x.example';
  const count = async (): Promise<number> => (await readCounts(vendors)).stripe.customers;

  const fault = (kind: string, ms: number): Promise<unknown> =>
    vendors.control('POST', 'faults', { vendor: 'stripe', method: 'POST', path: '/v1/customers', kind, ms });

  test('lost its answer is not created twice', async () => {
    const before = await count();
    await fault('lostAfterCommit', 0);
    const task = await kit.run('customer.create', { email, verified: true });
    expect(task).toMatchObject({ status: 'completed', attempt: 1 });
    // The one whose answer was lost, and the one that asked again.
    expect(await costOf(task.id)).toEqual({ calls: 2, earlierMs: null });
    expect(await count()).toBe(before + 1);
    expect(await doubles()).toEqual([]);
  });

  test.for(waysToTell)('outlasted its attempt is $how by the next one', async ({ verified }) => {
    const before = await count();
    await fault('slowBody', 30_000);
    const task = await kit.run('customer.create', { email, verified });
    expect(task).toMatchObject({ status: 'completed', attempt: 2 });
    expect(await effectOf(task.id)).toMatchObject({ status: 'performed', outcome: task.result });
    expect(await count()).toBe(before + 1);
    expect(await doubles()).toEqual([]);
  });

  test.for(waysToTell)(
    'was not recorded by a dying process is $how by the next one',
    async ({ verified }) => {
      dieOnce();
      const before = await count();
      const task = await kit.run('customer.create', { email, verified });
      expect(task).toMatchObject({ status: 'completed', attempt: 2 });
      expect(await effectOf(task.id)).toMatchObject({
        status: 'performed',
        attempt: 2,
        outcome: task.result,
      });
      expect((await costOf(task.id))?.earlierMs).toEqual(expect.any(Number));
      expect(await count()).toBe(before + 1);
      expect(await doubles()).toEqual([]);
    },
  );

  test.for([
    { what: 'is found', verified: true, status: 'completed' },
    { what: 'is left to people where it cannot be looked for', verified: false, status: 'failed' },
  ])('is two days old when its task is tried again $what', async ({ verified, status }) => {
    const before = await count();
    dieOnce(async () => {
      await vendors.control('POST', 'clock', { advanceMs: 2 * ONE_DAY_MS });
      await sql`update agent_effects set intended_at = now() - interval '2 days'`.execute(kit.db.engine);
    });
    const task = await kit.run('customer.create', { email, verified });
    expect(task).toMatchObject({ status, attempt: 2 });
    expect(await count()).toBe(before + 1);
    expect(await doubles()).toEqual([]);
  });

  test('was refused is recorded with the refusal', async () => {
    const task = await kit.run('customer.create', { email: 'no address', verified: true });
    expect(task).toMatchObject({ status: 'failed', attempt: 1 });
    expect(await effectOf(task.id)).toMatchObject({
      status: 'failed',
      error: { code: 'integration_rejected', details: { status: 400 } },
    });
  });
});

describe('a task whose creation at HubSpot', () => {
  const contactId = async (): Promise<string> => {
    const { rows } = await vendors.clients.hubspot.listContacts({ limit: 1 });
    return rows[0]?.id ?? '';
  };

  const count = async (): Promise<number> => (await readCounts(vendors)).hubspot.tasks;

  test('lost its answer, as often as a call asks, is not created twice', async () => {
    const before = await count();
    const path = '/crm/v3/objects/tasks/batch/upsert';
    await vendors.control('POST', 'faults', {
      vendor: 'hubspot',
      path,
      kind: 'lostAfterCommit',
      times: TRIES_OF_A_CALL,
    });
    const task = await kit.run('todo.create', { contactId: await contactId() });
    expect(task).toMatchObject({ status: 'completed', attempt: 2 });
    expect(await count()).toBe(before + 1);
    expect(await doubles()).toEqual([]);
  });

  test('was not recorded by a dying process is not created twice', async () => {
    dieOnce();
    const before = await count();
    const task = await kit.run('todo.create', { contactId: await contactId() });
    expect(task).toMatchObject({ status: 'completed', attempt: 2 });
    expect(await count()).toBe(before + 1);
    expect(await doubles()).toEqual([]);
  });
});
