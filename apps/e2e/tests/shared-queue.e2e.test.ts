import { newId, type Credentials } from '@sherpa/core';
import {
  agentHealth,
  changeConnection,
  findConnection,
  importCredentials,
  insertTasks,
  listEvents,
  listTasks,
  makeVault,
  type NewTask,
} from '@sherpa/db';
import { expect, it } from 'vitest';
import { describeEachQueue, makeGround, type Ground } from '../src/ground.ts';
import { makePlace } from '../src/place.ts';
import { until } from '../src/until.ts';
import { startVendors, type Vendors } from '../src/vendors.ts';

const TASKS = 600;
const AGENT = 'sales';
const TYPE = 'task.upsert';
/** Fewer than half as many would mean that one of two equal workers was all but idle. */
const FAIR_SHARE = TASKS / 4;

/** Each writes to HubSpot. */
const toTask = (tenantId: string, contactId: string, index: number): NewTask => ({
  id: newId(),
  tenantId,
  agent: AGENT,
  type: TYPE,
  payload: {
    key: `shared:${index}`,
    about: [{ type: 'contacts', id: contactId }],
    subject: `Call ${index}`,
    body: '',
    ownerId: null,
    dueAt: '2026-03-03T09:00:00Z',
    priority: 'low',
  },
  priority: 100,
  maxAttempts: 3,
  delayMs: 0,
  origin: 'api',
  keepKey: 'until-finished',
});

/** The workers' own portal, without the limit that their budget would keep them to: this is about sharing. */
const liftBudget = async ({ database: { db, tenantId } }: Ground, { env }: Vendors): Promise<void> => {
  const [id = '', secret = ''] = (env['SHERPA_CREDENTIAL_KEYS'] ?? '').split(':');
  const vault = makeVault([{ id, secret }]);
  const accessToken = env['HUBSPOT_ACCESS_TOKEN'] ?? '';
  const credentials: Credentials = { vendor: 'hubspot', accessToken, clientSecrets: [] };
  await importCredentials(db, vault, tenantId, credentials);
  await db.withTenant(tenantId, async (tx) => {
    const connection = await findConnection(tx, { tenantId, vendor: 'hubspot' });
    if (connection === undefined) throw new Error('The portal has no connection.');
    await changeConnection(tx, vault, connection, { settings: { per10Seconds: 100_000 } });
  });
};

describeEachQueue((kind) => {
  it(`two workers share ${TASKS} tasks, and none is done twice`, async () => {
    await using vendors = await startVendors(10);
    await vendors.setLimits({ hubspot: { per10Seconds: null, perDay: null } });
    await using ground = await makeGround(kind);
    await ground.queue.ready();
    const contactId = await vendors.anyContact();
    await liftBudget(ground, vendors);
    await using place = await makePlace({ ...vendors.env, ...ground.env });
    const { db, tenantId } = ground.database;
    const workers = [1, 2].map(() => place.start('worker', ['--agent', AGENT]));
    await until('two workers are at work', async () => {
      for (const worker of workers) worker.assertRunning();
      const [health] = await db.withTenant(tenantId, (tx) => agentHealth(tx, [AGENT]));
      return health?.processes === 2;
    });

    const tasks = Array.from({ length: TASKS }, (_, index) => toTask(tenantId, contactId, index));
    await db.withTenant(tenantId, (tx) => insertTasks(tx, tasks));
    await ground.queue.add(
      AGENT,
      tasks.map(({ id, type, priority }) => ({ id, taskIds: [id], type, priority, delayMs: 0 })),
    );
    await until(
      'all tasks have ended',
      async () => {
        const [health] = await db.withTenant(tenantId, (tx) => agentHealth(tx, [AGENT]));
        return health?.pending === 0 && health.running === 0;
      },
      120_000,
    );
    for (const worker of workers) worker.send('SIGTERM');
    for (const worker of workers) await worker.endsWith(0);

    const done = await db.withTenant(tenantId, (tx) => listTasks(tx, { agent: AGENT, limit: TASKS + 1 }));
    expect(done).toHaveLength(TASKS);
    expect(done.filter(({ status, attempt }) => status !== 'completed' || attempt !== 1)).toEqual([]);
    const shares = [...Map.groupBy(done, ({ workerId }) => workerId).values()].map((some) => some.length);
    expect(shares).toHaveLength(2);
    expect(Math.min(...shares)).toBeGreaterThan(FAIR_SHARE);

    const events = await db.withTenant(tenantId, (tx) =>
      listEvents(tx, { type: 'task.completed', limit: TASKS + 1 }),
    );
    expect(events).toHaveLength(TASKS);
    expect(new Set(events.map(({ taskId }) => taskId)).size).toBe(TASKS);
    const { effects } = await vendors.books();
    const written = effects.filter(({ object }) => object === 'tasks');
    expect(written).toHaveLength(TASKS);
    expect(written.filter(({ creates, updates }) => creates !== 1 || updates !== 0)).toEqual([]);
  });
});
