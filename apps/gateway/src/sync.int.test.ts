import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { NO_CONNECTION, openRun, placeOf, quarantine, writeRows, type MirrorRow } from '@sherpa/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

/** As the mirror had it before it could not be read any more. */
const companyEight: MirrorRow = {
  externalId: '8',
  payload: JSON.stringify({ id: '8', name: 'Acme', url: 'https://vendor.example/8' }),
  contentHash: 'h',
  version: 1,
  deleteReason: null,
};

test('streams are shown with what is being read, and with what is left out, under the name and address it had', async () => {
  const { db, tenantId, client } = gateway;
  expect(await client.sync.streams()).toEqual([]);
  const address = {
    tenantId,
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    stream: 'companies',
    lane: 'sync',
  } as const;
  const facts = { address, agent: 'sales', objectType: 'company', fingerprint: 'f', freshWithinMs: 60_000 };
  await db.withTenant(tenantId, async (tx) => {
    const first = { mode: 'full', phase: 'list', since: null, estimatedTotal: 200 } as const;
    const opened = await openRun(tx, facts, newId(), () => first);
    if (opened === undefined) return;
    await writeRows(tx, placeOf(opened.run), [companyEight], {
      observedAt: new Date(),
      writtenBy: null,
      revives: true,
      resolves: false,
    });
    const left = ['7', '8'].map((externalId) => ({ externalId, why: 'internal', details: {} }));
    await quarantine(tx, opened.run, left);
  });
  expect(await client.sync.streams()).toMatchObject([
    {
      stream: 'companies',
      lane: 'sync',
      run: { mode: 'full', phase: 'list', rows: 0, estimatedTotal: 200, secondsLeft: null },
      freshAt: null,
      isStale: false,
      quarantined: 2,
    },
  ]);
  expect(await client.sync.quarantine({ limit: 10 })).toMatchObject([
    { stream: 'companies', externalId: '7', why: 'internal', attempts: 1, title: null, url: null },
    { externalId: '8', title: 'Acme', url: 'https://vendor.example/8' },
  ]);
});
