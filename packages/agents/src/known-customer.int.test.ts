import '@sherpa/devstack/vitest';
import { BaseAgent, type Handlers, type TaskContext } from '@sherpa/agent-kit';
import { addOwedJobs, runAgent, waitUntil, type AgentUnderTest } from '@sherpa/agent-kit/testing';
import { defineContract } from '@sherpa/core';
import { applyCustomerSources, NO_CONNECTION } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { tellIfSettled } from './customers-settled.ts';
import { knownCustomer } from './known-customer.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For the tests of who is known.',
  tasks: {
    'customer.name': {
      description: 'Says who pays.',
      payload: z.object({}),
      result: z.object({ name: z.string().nullable() }),
      retry: { attempts: 1 },
    },
  },
  messages: {},
  events: {},
  state: {},
});
type Probe = typeof contract;

const KEY = 'stripe:customer:cus_1';

class ProbeAgent extends BaseAgent<Probe> {
  readonly contract = contract;
  readonly looks: number[] = [];
  protected readonly handlers: Handlers<Probe>;

  /** `afterLook` is called when it has been looked and before it is waited. */
  constructor(afterLook: (looks: number) => Promise<void> = async () => undefined) {
    super();
    this.handlers = {
      'customer.name': async ({ task, withTenant, waitFor }: TaskContext<Probe, 'customer.name'>) => {
        const looking: typeof withTenant = async (work) => {
          const seen = await withTenant(work);
          this.looks.push(task.attempt);
          await afterLook(this.looks.length);
          return seen;
        };
        const customer = await knownCustomer({ task, waitFor, withTenant: looking }, KEY);
        return { name: customer?.name ?? null };
      },
    };
  }
}

let kit: AgentUnderTest<Probe> | undefined;
afterEach(async () => {
  await kit?.stop();
  kit = undefined;
});
const start = async (agent: ProbeAgent): Promise<AgentUnderTest<Probe>> => {
  kit = await runAgent(agent, { postgresUrl: inject('postgresUrl') });
  return kit;
};

/** The first sync ends; by then the payer is a customer with a contact. */
const endFirstSync = async ({ db, tenantId }: AgentUnderTest<Probe>): Promise<void> => {
  await db.withTenant(tenantId, (tx) =>
    applyCustomerSources(tx, tenantId, [
      {
        system: 'hubspot',
        objectType: 'contact',
        externalId: '7',
        keys: ['hubspot:contact:7', KEY],
        fields: { name: 'Ada' },
        version: 1,
        deleted: false,
      },
      {
        system: 'stripe',
        objectType: 'customer',
        externalId: 'cus_1',
        keys: [KEY],
        fields: {},
        version: 1,
        deleted: false,
      },
    ]),
  );
  await sql`
    insert into sync_streams (tenant_id, connection_id, system, stream, lane, agent, object_type, fresh_within_ms, fresh_at)
    select ${tenantId}::uuid, ${NO_CONNECTION}::uuid, system, stream, 'sync', 'probe', type, 60000, now()
    from (values ('hubspot', 'contacts', 'contact'), ('hubspot', 'companies', 'company'),
      ('stripe', 'customers', 'customer')) as kinds (system, stream, type)`.execute(db.engine);
  await tellIfSettled({ task: { tenantId }, withTenant: (work) => db.withTenant(tenantId, work) });
};

test('who is asked for before the first sync has ended is waited for, without asking again', async () => {
  const agent = new ProbeAgent();
  const on = await start(agent);
  const id = await on.enqueue('customer.name', {});
  await waitUntil('the task waits', async () =>
    (await on.show(id)).status === 'waiting' ? true : undefined,
  );
  expect(agent.looks).toEqual([1]);
  // Not over yet: nobody is told.
  await tellIfSettled({
    task: { tenantId: on.tenantId },
    withTenant: (work) => on.db.withTenant(on.tenantId, work),
  });
  expect((await on.show(id)).status).toBe('waiting');
  await endFirstSync(on);
  expect((await on.show(id)).status).toBe('pending');
  await addOwedJobs(on);
  expect(await on.ended(id)).toMatchObject({ result: { name: 'Ada' }, uncountedAttempts: 1 });
  expect(agent.looks).toEqual([1, 2]);
});

test('a first sync that ends between look and wait is not missed', async () => {
  const agent: ProbeAgent = new ProbeAgent(async (looks) => {
    if (looks === 1 && kit !== undefined) await endFirstSync(kit);
  });
  const on = await start(agent);
  expect(await on.run('customer.name', {})).toMatchObject({ status: 'completed', result: { name: 'Ada' } });
  expect(agent.looks).toEqual([1, 2]);
});
