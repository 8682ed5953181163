import '@sherpa/devstack/vitest';
import { NO_CONNECTION, writeRows } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { refreshObjects, type BoundStream } from '@sherpa/sync';
import { makeStreamGround, type StoredObject, type StreamGround } from '@sherpa/sync/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { bindBillingStreams } from './billing/streams/index.ts';
import { bindKnowledgeStreams } from './knowledge/streams/index.ts';
import { bindSalesStreams } from './sales/streams/index.ts';
import { startSandboxVendors, type SandboxVendors } from './testing/sandbox-vendors.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let vendors: SandboxVendors;
let ground: StreamGround;
let contacts: BoundStream;
let customers: BoundStream;
beforeAll(async () => {
  vendors = await startSandboxVendors(120);
  await vendors.control('POST', 'limits', { hubspot: { searchLagMs: 0 } });
  ground = await makeStreamGround(inject('postgresUrl'));
  ({ contacts } = bindSalesStreams(vendors.clients.hubspot));
  ({ customers } = bindBillingStreams(vendors.clients.stripe));
});
beforeEach(async () => {
  for (const table of ['source_records', 'sync_streams'])
    await sql`delete from ${sql.table(table)}`.execute(ground.database.db.engine);
});
afterEach(() => vendors.control('POST', 'limits', { hubspot: { searchLagMs: 0 } }));
afterAll(async () => {
  await ground.drop();
  await vendors.stop();
});

const edit = (id: string, change: object): Promise<unknown> =>
  vendors.control('POST', `hubspot/contacts/${id}`, change);

const rename = (id: string, firstname: string): Promise<unknown> => edit(id, { properties: { firstname } });

const find = async (objectType: string, id: string): Promise<StoredObject | undefined> =>
  (await ground.stored(objectType)).find((one) => one.id === id);

const firstNameOf = async (id: string): Promise<unknown> => (await find('contact', id))?.payload['firstName'];

const someContact = async (nth = 0): Promise<string> => (await ground.living('contact'))[nth] ?? '';

describe('HubSpot', () => {
  test('edge case 4: what the search index learns late is found by a later run, which reaches back', async () => {
    await ground.run(contacts);
    const id = await someContact();
    await vendors.control('POST', 'limits', { hubspot: { searchLagMs: 2 * MINUTE_MS } });
    await rename(id, 'Late');
    expect(await ground.run(contacts)).toMatchObject({ mode: 'incremental', rows: 0 });
    await vendors.control('POST', 'clock', { advanceMs: 2 * MINUTE_MS + 1_000 });
    await ground.run(contacts);
    expect(await firstNameOf(id)).toBe('Late');
  });

  test('edge case 5: an archived contact, which no search shows and whose date stays, is marked as gone', async () => {
    await ground.run(contacts);
    const id = await someContact();
    const before = await find('contact', id);
    await edit(id, { archive: true });
    expect(await ground.run(contacts)).toMatchObject({ mode: 'incremental', changed: 1 });
    expect(await find('contact', id)).toEqual({ ...before, deleted: 'archived' });
    expect(await ground.run(contacts)).toMatchObject({ changed: 0 });
  });

  test('a contact that a late search index still shows as alive stays gone', async () => {
    await ground.run(contacts);
    const id = await someContact();
    await rename(id, 'Short');
    await ground.run(contacts);
    await vendors.control('POST', 'limits', { hubspot: { searchLagMs: 2 * MINUTE_MS } });
    await edit(id, { archive: true });
    await refreshObjects(ground.deps, contacts, [id]);
    await ground.run(contacts);
    expect(await find('contact', id)).toMatchObject({ deleted: 'deleted' });
  });

  test('edge case 7: associations, which a search leaves out, come with changed objects all the same', async () => {
    const { deals } = bindSalesStreams(vendors.clients.hubspot);
    await ground.run(deals);
    const isTied = z.object({ ties: z.object({ companies: z.array(z.string()).min(1) }) });
    const tied = (await ground.stored('deal')).find(({ payload }) => isTied.safeParse(payload).success);
    await vendors.control('POST', `hubspot/deals/${tied?.id ?? ''}`, { properties: { dealname: 'Tied' } });
    expect(await ground.run(deals)).toMatchObject({ mode: 'incremental', changed: 1 });
    const after = await find('deal', tied?.id ?? '');
    expect(after?.payload).toEqual({
      ...tied?.payload,
      name: 'Tied',
      modifiedAt: after?.payload['modifiedAt'],
    });
  });

  test('edge case 16: what changes during a long run, on a page that was read already, is the next one’s', async () => {
    expect(await ground.run(contacts, { mostPages: 1 })).toMatchObject({ complete: false });
    const id = await someContact();
    await rename(id, 'Meanwhile');
    expect(await ground.run(contacts)).toMatchObject({ mode: 'full', complete: true });
    expect(await firstNameOf(id)).not.toBe('Meanwhile');
    await ground.run(contacts);
    expect(await firstNameOf(id)).toBe('Meanwhile');
  });

  test('edge case 32: what changed in the very millisecond of the bookmark is read, and written once', async () => {
    await ground.run(contacts);
    const [one, other] = [await someContact(0), await someContact(1)];
    await Promise.all([rename(one, 'Edge'), rename(other, 'Edge')]);
    await ground.run(contacts);
    const changedAt = new Date((await find('contact', one))?.version ?? 0);
    await sql`delete from source_records where external_id = any(${[one, other]}::text[])`.execute(
      ground.database.db.engine,
    );
    const overlapMs = contacts.changes.overlapMs;
    const bookmark = new Date(changedAt.getTime() + overlapMs);
    await sql`update sync_streams set fresh_at = ${bookmark}`.execute(ground.database.db.engine);
    await ground.run(contacts);
    expect(await firstNameOf(one)).toBe('Edge');
    await sql`update sync_streams set fresh_at = ${bookmark}`.execute(ground.database.db.engine);
    expect(await ground.run(contacts)).toMatchObject({ rows: expect.any(Number), changed: 0 });
  });
});

describe('Notion', () => {
  /** Of Notion and of ours, by which it is the beginning of a minute. */
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const startMinute = async (): Promise<void> => {
    const state = z.object({ now: z.iso.datetime() }).parse(await vendors.control('GET', 'state'));
    const nowMs = Date.parse(state.now);
    const advanceMs = MINUTE_MS - (nowMs % MINUTE_MS);
    await vendors.control('POST', 'clock', { advanceMs });
    aheadMs = nowMs + advanceMs - Date.now();
  };
  const makePages = (): BoundStream => bindKnowledgeStreams({ notion: vendors.clients.notion, clock }).pages;

  const rewrite = (id: string, markdown: string): Promise<unknown> =>
    vendors.control('POST', `notion/pages/${id}`, { markdown });

  beforeAll(() => vendors.control('POST', 'limits', { notion: { perSecond: null, searchLagMs: 0 } }));

  test('edge case 38: a second edit in the minute of the first is news, and the minute’s last look is after it', async () => {
    const pages = makePages();
    await ground.run(pages);
    const id = (await ground.living('page'))[0] ?? '';
    await startMinute();
    await rewrite(id, 'one');
    expect(await ground.run(pages)).toMatchObject({ mode: 'incremental', changed: 1 });
    const first = await find('page', id);
    await rewrite(id, 'two');
    expect(await ground.run(pages)).toMatchObject({ changed: 1 });
    const second = await find('page', id);
    // All that Notion says is the same; it is looked at again all the same.
    expect(second).toMatchObject({ version: first?.version, unresolved: true });
    aheadMs += 3 * MINUTE_MS;
    expect(await ground.run(pages)).toMatchObject({ changed: 1 });
    expect((await find('page', id))?.payload).toMatchObject({ openAt: null });
    expect(await ground.run(pages)).toMatchObject({ changed: 0 });
  });

  test('edge case 38: an edit later in the minute in which the last sync began is found, though its time is before that', async () => {
    const pages = makePages();
    await ground.run(pages);
    const rows = await ground.stored('page');
    const isRow = z.object({ parent: z.object({ type: z.literal('data_source') }) });
    const row =
      rows.find(({ payload, deleted }) => deleted === null && isRow.safeParse(payload).success)?.id ?? '';
    const loose =
      rows.find(({ payload, deleted }) => deleted === null && !isRow.safeParse(payload).success)?.id ?? '';
    await startMinute();
    const bookmark = new Date(clock.now().getTime() + 40_000 + pages.changes.overlapMs);
    for (const id of [row, loose]) await rewrite(id, 'late in the minute');
    await sql`update sync_streams set fresh_at = ${bookmark}`.execute(ground.database.db.engine);
    expect(await ground.run(pages)).toMatchObject({ mode: 'incremental', rows: 2, changed: 2 });
  });
});

describe('Stripe', () => {
  const someCustomer = async (): Promise<string> => (await ground.living('customer'))[0] ?? '';

  const nameOf = async (id: string): Promise<unknown> => (await find('customer', id))?.payload['name'];

  const call = (name: string, id: string): Promise<unknown> =>
    vendors.ask('stripe', 'POST', `/v1/customers/${id}`, { name });

  test('edge case 24: of several events in one second the object’s present state wins, also over a late page', async () => {
    await ground.run(customers);
    const id = await someCustomer();
    const before = await find('customer', id);
    for (const name of ['First', 'Second', 'Third']) await call(name, id);
    expect(await ground.run(customers)).toMatchObject({ mode: 'incremental', changed: 1 });
    expect(await nameOf(id)).toBe('Third');
    const { tenantId } = ground.deps;
    const place = {
      tenantId,
      connectionId: NO_CONNECTION,
      system: 'stripe',
      objectType: 'customer',
    } as const;
    const late = {
      externalId: id,
      payload: '{"name":"First"}',
      contentHash: 'late',
      version: before?.version ?? 0,
      deleteReason: null,
    };
    const terms = { observedAt: new Date(late.version), writtenBy: null, revives: true, resolves: true };
    const written = await ground.deps.withTenant((tx) => writeRows(tx, place, [late], terms));
    expect(written).toEqual({ inserted: 0, updated: 0 });
    expect(await nameOf(id)).toBe('Third');
  });

  test('a customer that was deleted is gone, and what it was is kept', async () => {
    await ground.run(customers);
    const id = await someCustomer();
    const before = await find('customer', id);
    await vendors.ask('stripe', 'DELETE', `/v1/customers/${id}`);
    await ground.run(customers);
    expect(await find('customer', id)).toEqual({ ...before, deleted: 'deleted' });
  });

  // The last one: it moves the vendor's clock by more than it keeps events for.
  test('edge case 23: a bookmark older than Stripe’s events leads to a full run, and nothing is missed', async () => {
    await ground.run(customers);
    const id = await someCustomer();
    await call('Forgotten', id);
    await vendors.control('POST', 'clock', { advanceMs: 40 * DAY_MS });
    await sql`update sync_streams set fresh_at = fresh_at - interval '40 days'`.execute(
      ground.database.db.engine,
    );
    expect(await ground.run(customers)).toMatchObject({ mode: 'full', complete: true });
    expect(await nameOf(id)).toBe('Forgotten');
  });
});
