import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { NO_CONNECTION, openRun, quarantine } from '@sherpa/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

test('streams are shown with what is being read, and with what is left out', async () => {
  const { db, tenantId, client } = gateway;
  expect(await client.sync.streams()).toEqual([]);
  const address = {
    tenantId,
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    stream: 'contacts',
    lane: 'sync',
  } as const;
  const facts = { address, agent: 'sales', objectType: 'contact', fingerprint: 'f', freshWithinMs: 60_000 };
  await db.withTenant(tenantId, async (tx) => {
    const first = { mode: 'full', phase: 'list', since: null, estimatedTotal: 200 } as const;
    const opened = await openRun(tx, facts, newId(), () => first);
    if (opened !== undefined)
      await quarantine(tx, opened.run, [{ externalId: '7', why: 'internal', details: {} }]);
  });
  expect(await client.sync.streams()).toMatchObject([
    {
      stream: 'contacts',
      lane: 'sync',
      run: { mode: 'full', phase: 'list', rows: 0, estimatedTotal: 200, secondsLeft: null },
      freshAt: null,
      isStale: false,
      quarantined: 1,
    },
  ]);
  expect(await client.sync.quarantine({ limit: 10 })).toMatchObject([
    { stream: 'contacts', externalId: '7', why: 'internal', attempts: 1, title: null, url: null },
  ]);
});
