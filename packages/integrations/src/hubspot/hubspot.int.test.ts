import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHubSpotPortal, type HubSpotPortal } from '../testing/hubspot-portal.ts';
import { readAll } from '../testing/read-all.ts';
import { errorOf } from '../testing/test-call.ts';
import { wonStageIds, type HubSpotObjects } from './index.ts';
import { KEY_PROPERTY } from './key-property.ts';
import type { ObjectBase } from './object-base.ts';

const CONTACTS = 120;

let portal: HubSpotPortal;
beforeAll(async () => {
  portal = await startHubSpotPortal(CONTACTS);
});
afterAll(() => portal.stop());

const TYPES = ['contacts', 'companies', 'deals', 'tickets', 'notes', 'lineItems'] as const;

const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] =>
  rows.map(({ id }) => id).toSorted();

const access = (type: (typeof TYPES)[number]): HubSpotObjects<ObjectBase> => portal.hubspot[type];

describe.each(TYPES)('%s', (type) => {
  it('are listed once each, page by page, with their dates', async () => {
    const rows = await readAll((after) => access(type).list({ limit: 50, after }));
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(idsOf(rows)).size).toBe(rows.length);
    expect(rows.every(({ createdAt, modifiedAt }) => createdAt !== null && modifiedAt !== null)).toBe(true);
  });

  it('are found by their modified date as they are listed, beyond one page', async () => {
    const listed = await readAll((after) => access(type).list({ limit: 100, after }));
    const found = await readAll((afterId) =>
      access(type).searchModifiedSince({ since: new Date(0), limit: 10, afterId }),
    );
    expect(idsOf(found)).toEqual(idsOf(listed));
  });

  it('are read by id, one or many, and what is not there is told', async () => {
    const { rows } = await access(type).list({ limit: 100 });
    const [first] = rows;
    await expect(access(type).get(first?.id ?? '')).resolves.toEqual(first);
    const read = await access(type).readMany([...idsOf(rows), '999999999']);
    expect(idsOf(read.rows)).toEqual(idsOf(rows));
    expect(read.missingIds).toEqual(['999999999']);
    await expect(access(type).get('999999999')).resolves.toBeUndefined();
  });

  it('are written once under a key, changed and put away', async () => {
    const objects = access(type);
    const [pipeline] = await portal.hubspot.listPipelines('tickets');
    const fields: Record<string, Record<string, string>> = {
      tickets: { subject: 'x', hs_pipeline_stage: pipeline?.stages[0]?.id ?? '' },
      notes: { hs_timestamp: '2026-11-01T00:00:00Z' },
    };
    const input = { key: `put:${type}`, properties: fields[type] ?? {} };
    const first = await objects.put(input);
    expect(first.created).toBe(true);
    await expect(objects.put(input)).resolves.toEqual({ id: first.id, created: false });
    await objects.update(first.id, { [KEY_PROPERTY]: `${input.key}:changed` });
    await expect(objects.put({ ...input, key: `${input.key}:changed` })).resolves.toMatchObject({
      created: false,
    });
    await objects.archive(first.id);
    await objects.archive(first.id);
    await expect(objects.get(first.id)).resolves.toBeUndefined();
    const gone = await objects.list({ limit: 100, archived: true });
    expect(gone.rows.find(({ id }) => id === first.id)).toMatchObject({ archived: true });
  });
});

describe('tasks', () => {
  it('are made once of a key, whoever writes them, and read with it', async () => {
    const { rows } = await portal.hubspot.listContacts({ limit: 1 });
    const [owner] = await portal.hubspot.listOwners();
    const task = {
      key: 'task-1:call',
      subject: 'Call about the payment',
      body: 'An invoice is past due.',
      ownerId: owner?.id ?? null,
      links: [{ toType: 'contacts', toId: rows[0]?.id ?? '' }],
      dueAt: new Date('2026-03-03T09:00:00Z'),
      priority: 'high',
    } as const;
    const first = await portal.hubspot.upsertTask(task);
    expect(first.created).toBe(true);
    const again = { id: first.id, created: false };
    await expect(portal.hubspot.upsertTask(task)).resolves.toEqual(again);
    await expect(portal.makeClient().upsertTask(task)).resolves.toEqual(again);
    await expect(portal.hubspot.tasks.get(first.id)).resolves.toMatchObject({
      key: task.key,
      subject: task.subject,
      dueAt: task.dueAt,
      priority: 'HIGH',
    });
  });
});

describe('many writes', () => {
  it('do what can be done, report the rest, and find by any unique property', async () => {
    const inputs = [
      { key: 'many-1@x.example', properties: { firstname: 'One' } },
      { key: 'no address', properties: { firstname: 'Two' } },
      { key: 'MANY-1@x.example', properties: { lastname: 'Again' } },
      { key: 'many-3@x.example', properties: { lifecyclestage: 'no such stage' } },
    ];
    const answer = await portal.hubspot.contacts.upsertMany(inputs, { keyProperty: 'email' });
    expect(answer.written).toMatchObject([{ key: 'MANY-1@x.example', created: true }]);
    expect(answer.refused).toEqual([
      { key: 'no address', category: 'VALIDATION_ERROR', isPassing: false },
      { key: 'many-3@x.example', category: 'VALIDATION_ERROR', isPassing: false },
    ]);
    const written = await portal.hubspot.getContact(answer.written[0]?.id ?? '');
    expect(written).toMatchObject({ email: 'many-1@x.example', firstName: 'One', lastName: 'Again' });
  });

  it('go in as many requests as they take', async () => {
    const inputs = Array.from({ length: 230 }, (_, index) => ({
      key: `company-${index}`,
      properties: { name: `Company ${index}` },
    }));
    const first = await portal.hubspot.companies.upsertMany(inputs);
    expect(first.written).toHaveLength(230);
    const again = await portal.hubspot.companies.upsertMany(inputs);
    expect(again.written.filter(({ created }) => created)).toEqual([]);
    expect(idsOf(again.written)).toEqual(idsOf(first.written));
  });
});

describe('the portal', () => {
  it('tells by its stages which deals are won', async () => {
    const pipelines = await portal.hubspot.listPipelines('deals');
    const won = wonStageIds(pipelines);
    expect(won.size).toBe(2);
    const deals = await readAll((after) => portal.hubspot.deals.list({ limit: 100, after }));
    expect(deals.some(({ stageId }) => stageId !== null && won.has(stageId))).toBe(true);
    const [tickets] = await portal.hubspot.listPipelines('tickets');
    expect(tickets?.stages.filter(({ isClosed }) => isClosed)).toHaveLength(1);
    expect(tickets?.stages.every(({ isWon, probability }) => !isWon && probability === null)).toBe(true);
  });

  it('lists its owners, the deactivated ones apart', async () => {
    expect(await portal.hubspot.listOwners()).toHaveLength(6);
    expect(await portal.hubspot.listOwners({ archived: true })).toHaveLength(2);
  });

  it('tells how many calls of the day are spent', async () => {
    const before = await portal.hubspot.readDailyUsage();
    const after = await portal.hubspot.readDailyUsage();
    expect(after.used).toBe(before.used + 1);
    expect(after.limit).toBe(650_000);
    expect(after.resetsAt?.getTime()).toBeGreaterThan(Date.now());
  });
});

describe('links', () => {
  it('are read for many objects at once, with their labels, and as none where there are none', async () => {
    const deals = await readAll((after) => portal.hubspot.deals.list({ limit: 100, after }));
    const direction = { fromType: 'deals', toType: 'contacts' };
    const rows = await portal.hubspot.readAssociations(direction, [...idsOf(deals), '999999999']);
    expect(rows).toHaveLength(deals.length + 1);
    expect(rows.at(-1)).toEqual({ fromId: '999999999', links: [] });
    const labels = rows.flatMap(({ links }) =>
      links.flatMap((link) => link.labels.map(({ label }) => label)),
    );
    expect(new Set(labels)).toEqual(new Set([null, 'Decision maker']));
  });

  it('are made in bulk, once, and all read although they come 500 at a time', async () => {
    const { id: dealId } = await portal.hubspot.deals.put({
      key: 'links',
      properties: { dealname: 'Links' },
    });
    const people = Array.from({ length: 620 }, (_, index) => ({ key: `linked-${index}`, properties: {} }));
    const { written } = await portal.hubspot.contacts.upsertMany(people);
    const direction = { fromType: 'deals', toType: 'contacts' };
    const links = written.map(({ id }) => ({ fromId: dealId, toId: id }));
    const made = { made: 620, refused: 0 };
    await expect(portal.hubspot.createAssociations(direction, links)).resolves.toEqual(made);
    await expect(portal.hubspot.createAssociations(direction, links)).resolves.toEqual(made);
    const [row] = await portal.hubspot.readAssociations(direction, [dealId]);
    expect(row?.links).toHaveLength(620);
  });

  it('can have a type, and tell which could not be made', async () => {
    const { id: dealId } = await portal.hubspot.deals.put({
      key: 'typed',
      properties: { dealname: 'Typed' },
    });
    const { rows } = await portal.hubspot.listContacts({ limit: 1 });
    const toId = rows[0]?.id ?? '';
    const direction = { fromType: 'deals', toType: 'contacts' };
    const type = { typeId: 103, isOurs: true };
    const answer = await portal.hubspot.createAssociations(direction, [
      { fromId: dealId, toId, type },
      { fromId: dealId, toId: '999999999', type },
    ]);
    expect(answer).toEqual({ made: 1, refused: 1 });
    const [row] = await portal.hubspot.readAssociations(direction, [dealId]);
    expect(row?.links[0]?.labels.map(({ label }) => label)).toContain('Decision maker');
  });
});

describe('merging and erasing', () => {
  const makePair = async (name: string): Promise<readonly [string, string]> => {
    const keys = [`${name}.1@x.example`, `${name}.2@x.example`];
    const { written } = await portal.hubspot.contacts.upsertMany(
      keys.map((key) => ({ key, properties: {} })),
      { keyProperty: 'email' },
    );
    return [written[0]?.id ?? '', written[1]?.id ?? ''];
  };

  it('merges once into a third id that both of the old ones lead to', async () => {
    const [primaryId, otherId] = await makePair('merge');
    const merged = await portal.hubspot.merge('contacts', { primaryId, otherId });
    expect(merged.merged).toBe(true);
    expect([primaryId, otherId]).not.toContain(merged.id);
    const again = await portal.hubspot.merge('contacts', { primaryId, otherId });
    expect(again).toEqual({ id: merged.id, merged: false });
    await expect(portal.hubspot.getContact(otherId)).resolves.toMatchObject({
      id: merged.id,
      mergedIds: [primaryId, otherId],
      additionalEmails: ['merge.2@x.example'],
    });
    const read = await portal.hubspot.contacts.readMany([primaryId]);
    expect(read.rows).toMatchObject([{ id: merged.id }]);
  });

  it('takes a merge whose answer was lost for done when it is tried again', async () => {
    const [primaryId, otherId] = await makePair('lost');
    await portal.control('POST', 'faults', {
      vendor: 'hubspot',
      path: '/crm/v3/objects/contacts/merge',
      kind: 'lostAfterCommit',
    });
    const error = await errorOf(portal.hubspot.merge('contacts', { primaryId, otherId }));
    expect(error).toMatchObject({ retry: 'never', details: { outcomeUnknown: true } });
    const again = await portal.hubspot.merge('contacts', { primaryId, otherId });
    expect(again.merged).toBe(false);
  });

  it('erases by id or address, for good', async () => {
    const [first, second] = await makePair('erase');
    await expect(portal.hubspot.eraseContact({ id: first })).resolves.toBe(true);
    await expect(portal.hubspot.eraseContact({ id: first })).resolves.toBe(false);
    await expect(portal.hubspot.eraseContact({ email: 'erase.2@x.example' })).resolves.toBe(true);
    await expect(portal.hubspot.getContact(second)).resolves.toBeUndefined();
    const back = [{ key: 'erase.2@x.example', properties: {} }];
    const { refused } = await portal.hubspot.contacts.upsertMany(back, { keyProperty: 'email' });
    expect(refused).toHaveLength(1);
  });
});

describe('any type of object', () => {
  it('is read by the portal’s own definitions, products too', async () => {
    const properties = await portal.hubspot.listProperties('products');
    const { rows } = await portal.hubspot.objects('products', properties).list({ limit: 100 });
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({ objectType: 'products', values: { name: 'Basic plan', price: 29 } });
  });
});
