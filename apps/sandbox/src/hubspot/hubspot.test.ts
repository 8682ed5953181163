import { AssociationSpecAssociationCategoryEnum as AssociationCategory } from '@hubspot/api-client/lib/codegen/crm/objects/models/AssociationSpec.js';
import {
  PropertyCreateFieldTypeEnum as FieldType,
  PropertyCreateTypeEnum as Type,
} from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 300 });
  await sandbox.control('POST', '/limits', {
    hubspot: { per10Seconds: null, searchPerSecond: null, searchLagMs: 0 },
  });
});

afterAll(() => sandbox.close());

const contacts = () => sandbox.hubspot.crm.contacts;

const search = (request: object) => contacts().searchApi.doSearch(request);

const group = (
  ...filters: { propertyName: string; operator: string; value?: string; values?: string[] }[]
) => ({
  filters,
});

describe('listing', () => {
  test('pages through every contact once', async () => {
    const all = await contacts().getAll(100);
    expect(all).toHaveLength(300);
    expect(new Set(all.map((contact) => contact.id)).size).toBe(300);
  });

  test('gives a tiny default set of properties and custom ones only when asked', async () => {
    const bare = await contacts().basicApi.getPage(1);
    expect(Object.keys(bare.results[0]!.properties)).toEqual([
      'createdate',
      'email',
      'firstname',
      'hs_object_id',
      'lastmodifieddate',
      'lastname',
    ]);
    const asked = await contacts().basicApi.getPage(1, undefined, ['stripe_customer_id', 'no_such_thing']);
    expect(Object.keys(asked.results[0]!.properties)).toEqual([
      'createdate',
      'hs_object_id',
      'lastmodifieddate',
      'stripe_customer_id',
    ]);
  });

  test('refuses a page of more than a hundred', async () => {
    await expect(contacts().basicApi.getPage(101)).rejects.toMatchObject({
      code: 400,
      body: { status: 'error', category: 'VALIDATION_ERROR' },
    });
  });

  test('shows the company of a contact when asked for associations', async () => {
    const page = await contacts().basicApi.getPage(20, undefined, ['associatedcompanyid'], undefined, [
      'companies',
    ]);
    const employed = page.results.find((contact) => contact.properties['associatedcompanyid'] !== null)!;
    expect(employed.associations?.['companies']?.results.map((result) => result.id)).toContain(
      employed.properties['associatedcompanyid'],
    );
  });

  test('lists archived records apart', async () => {
    const created = await contacts().basicApi.create({ properties: { email: 'gone@test.example' } });
    await contacts().basicApi.archive(created.id);
    await expect(contacts().basicApi.getById(created.id)).rejects.toMatchObject({ code: 404 });
    const archived = await contacts().basicApi.getPage(100, undefined, undefined, undefined, undefined, true);
    expect(archived.results.at(-1)).toMatchObject({ id: created.id, archived: true });
  });
});

test('a wrong token gets 401 in the vendor’s shape', async () => {
  const answer = await sandbox.raw('/crm/v3/objects/contacts', { headers: { authorization: 'Bearer no' } });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ status: 'error', category: 'INVALID_AUTHENTICATION' });
});

describe('search', () => {
  test('joins filters by AND and groups by OR, counts all and pages', async () => {
    const page = await search({
      filterGroups: [
        group({ propertyName: 'lifecyclestage', operator: 'EQ', value: 'customer' }),
        group(
          { propertyName: 'lifecyclestage', operator: 'EQ', value: 'lead' },
          { propertyName: 'email', operator: 'HAS_PROPERTY' },
        ),
      ],
      properties: ['lifecyclestage', 'email'],
      sorts: ['-createdate'],
      limit: 10,
    });
    expect(page.results).toHaveLength(10);
    expect(page.total).toBeGreaterThan(10);
    expect(page.paging?.next?.after).toBe('10');
    const created = page.results.map((contact) => contact.createdAt.getTime());
    expect(created).toEqual(created.toSorted((left, right) => right - left));
  });

  test('goes by the contacts’ own modified property; the other one finds nothing', async () => {
    const since = (propertyName: string) =>
      search({ filterGroups: [group({ propertyName, operator: 'GTE', value: '0' })] });
    expect((await since('lastmodifieddate')).total).toBe(300);
    expect((await since('hs_lastmodifieddate')).total).toBe(0);
  });

  test('walks by id and leaves out nothing', async () => {
    const walk = async (after: string, seen: string[]): Promise<string[]> => {
      const page = await search({
        filterGroups: [group({ propertyName: 'hs_object_id', operator: 'GT', value: after })],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        limit: 100,
      });
      const ids = page.results.map((contact) => contact.id);
      return ids.length === 0 ? seen : walk(ids.at(-1)!, [...seen, ...ids]);
    };
    expect(new Set(await walk('0', [])).size).toBe(300);
  });

  test('refuses to go past row 10,000, two sorts, and dates as text', async () => {
    const refused = { code: 400, body: { category: 'VALIDATION_ERROR' } };
    await expect(search({ after: '9900', limit: 101 })).rejects.toMatchObject(refused);
    await expect(search({ limit: 201 })).rejects.toMatchObject(refused);
    await expect(search({ sorts: ['email', 'phone'] })).rejects.toMatchObject(refused);
    const asText = group({ propertyName: 'createdate', operator: 'GTE', value: '2026-01-01' });
    await expect(search({ filterGroups: [asText] })).rejects.toMatchObject(refused);
  });

  test('a lagging index shows what was true a while ago', async () => {
    const { id } = await contacts().basicApi.create({ properties: { email: 'lag@test.example' } });
    const find = async () =>
      (
        await search({
          filterGroups: [group({ propertyName: 'email', operator: 'EQ', value: 'lag@test.example' })],
        })
      ).results.length;
    expect(await find()).toBe(1);
    await sandbox.control('POST', '/limits', { hubspot: { searchLagMs: 60_000 } });
    expect(await find()).toBe(0);
    await sandbox.control('POST', '/clock', { advanceMs: 61_000 });
    expect(await find()).toBe(1);
    await contacts().basicApi.update(id, { properties: { email: 'moved@test.example' } });
    expect(await find()).toBe(1);
    await sandbox.control('POST', '/limits', { hubspot: { searchLagMs: 0 } });
    expect(await find()).toBe(0);
    await contacts().basicApi.archive(id);
  });
});

describe('writing', () => {
  test('keeps text as text, lower-cases addresses and tells when it was changed', async () => {
    const { id } = await contacts().basicApi.create({
      properties: { email: 'New.Person@Test.example', firstname: 'New' },
    });
    await contacts().basicApi.update(id, { properties: { firstname: '', phone: '1' } });
    const read = await contacts().basicApi.getById(id, ['email', 'firstname', 'phone']);
    expect(read.properties).toMatchObject({ email: 'new.person@test.example', firstname: null, phone: '1' });
    const byEmail = await contacts().basicApi.getById(
      'new.person@test.example',
      ['email'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect(byEmail.id).toBe(id);
  });

  test('an address that is taken is a conflict which names the holder', async () => {
    const { id } = await contacts().basicApi.create({ properties: { email: 'taken@test.example' } });
    await expect(
      contacts().basicApi.create({ properties: { email: 'TAKEN@test.example' } }),
    ).rejects.toMatchObject({
      code: 409,
      body: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` },
    });
  });

  test.each([
    ['PROPERTY_DOESNT_EXIST', { no_such_thing: 'x' }],
    ['READ_ONLY_VALUE', { hs_object_id: '1' }],
    ['INVALID_OPTION', { lifecyclestage: 'Kunde' }],
    ['INVALID_EMAIL', { email: 'nobody' }],
  ])('refuses values that do not fit: %s', async (error, properties: Record<string, string>) => {
    await expect(contacts().basicApi.create({ properties })).rejects.toMatchObject({
      code: 400,
      body: { category: 'VALIDATION_ERROR', message: expect.stringContaining(error) },
    });
  });

  test('a body that is not JSON is refused in the vendor’s shape', async () => {
    const answer = await sandbox.raw('/crm/v3/objects/contacts', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ category: 'VALIDATION_ERROR' });
  });
});

describe('batches', () => {
  const batch = () => contacts().batchApi;

  test('reading answers 207 with what is missing beside what was found', async () => {
    const answer = await batch().read({
      inputs: [{ id: '100001' }, { id: '1' }],
      properties: ['email'],
      propertiesWithHistory: [],
    });
    expect(answer).toMatchObject({
      status: 'COMPLETE',
      results: [{ id: '100001' }],
      numErrors: 1,
      errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] } }],
    });
  });

  test('upserting creates once and updates from then on', async () => {
    const upsert = (firstname: string) =>
      batch().upsert({
        inputs: [{ id: 'upserted@test.example', idProperty: 'email', properties: { firstname } }],
      });
    const first = await upsert('One');
    const second = await upsert('Two');
    expect(first.results).toMatchObject([{ _new: true }]);
    expect(second.results).toMatchObject([{ _new: false, id: first.results[0]!.id }]);
    const { effects } = await sandbox.readBooks();
    expect(effects).toContainEqual({
      vendor: 'hubspot',
      object: 'contacts',
      key: 'email=upserted@test.example',
      creates: 1,
      updates: 0,
    });
  });

  test('one bad input spoils a batch without trace ids and nothing is written', async () => {
    const input = (id: string, phone: string) => ({ id, idProperty: 'email', properties: { phone } });
    const inputs = [input('spoiled@test.example', '1'), input('not-an-address', '2')];
    await expect(batch().upsert({ inputs })).rejects.toMatchObject({ code: 400 });
    const found = await batch().read({
      inputs: [{ id: 'spoiled@test.example' }],
      idProperty: 'email',
      properties: [],
      propertiesWithHistory: [],
    });
    expect(found.results).toEqual([]);
  });

  test('with a trace id each, the good ones are written and the bad ones reported', async () => {
    const answer = await batch().create({
      inputs: [
        { properties: { email: 'good@test.example' }, associations: [], objectWriteTraceId: 'a' },
        { properties: { email: 'bad' }, associations: [], objectWriteTraceId: 'b' },
      ],
    });
    expect(answer).toMatchObject({
      results: [{ objectWriteTraceId: 'a', properties: { email: 'good@test.example' } }],
      numErrors: 1,
      errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['b'] } }],
    });
  });

  test('takes a hundred inputs and a unique property, no more and no less', async () => {
    const many = Array.from({ length: 101 }, (_unused, index) => ({ id: String(index), properties: {} }));
    await expect(batch().update({ inputs: many })).rejects.toMatchObject({ code: 400 });
    const byPhone = [{ id: '1', idProperty: 'phone', properties: {} }];
    await expect(batch().upsert({ inputs: byPhone })).rejects.toMatchObject({ code: 400 });
  });
});

test('a task gets a unique key of our own, an owner and its contact', async () => {
  const { properties, objects, associations } = sandbox.hubspot.crm;
  await properties.coreApi.create('tasks', {
    name: 'sherpa_key',
    label: 'Sherpa key',
    type: Type.String,
    fieldType: FieldType.Text,
    groupName: 'task',
    hasUniqueValue: true,
  });
  await expect(
    properties.coreApi.create('tasks', {
      name: 'sherpa_key',
      label: 'Again',
      type: Type.String,
      fieldType: FieldType.Text,
      groupName: 'task',
    }),
  ).rejects.toMatchObject({ code: 409 });
  const known = await properties.coreApi.getAll('tasks');
  expect(known.results.find((one) => one.name === 'sherpa_key')).toMatchObject({ hasUniqueValue: true });

  const upserted = await objects.batchApi.upsert('tasks', {
    inputs: [
      {
        id: 'key-1',
        idProperty: 'sherpa_key',
        properties: {
          hs_task_subject: 'Call',
          hs_timestamp: '2026-11-22T10:00:00Z',
          hubspot_owner_id: '70001',
        },
      },
    ],
  });
  const taskId = upserted.results[0]!.id;
  await associations.v4.basicApi.createDefault('tasks', taskId, 'contacts', '100001');
  const linked = await associations.v4.batchApi.getPage('tasks', 'contacts', {
    inputs: [{ id: taskId }, { id: '1' }],
  });
  expect(linked.results).toMatchObject([
    { _from: { id: taskId }, to: [{ toObjectId: '100001', associationTypes: [{ typeId: 204 }] }] },
  ]);
  expect(linked).toMatchObject({ numErrors: 1 });
  await expect(
    objects.basicApi.create('tasks', { properties: { hs_task_subject: 'x' } }),
  ).rejects.toMatchObject({
    code: 400,
  });
});

test('a created task is linked at once, and a contact has one primary company', async () => {
  const { objects, associations, contacts: people } = sandbox.hubspot.crm;
  const task = await objects.basicApi.create('tasks', {
    properties: { hs_task_subject: 'Call', hs_timestamp: '1795000000000' },
    associations: [
      {
        to: { id: '100001' },
        types: [{ associationCategory: AssociationCategory.HubspotDefined, associationTypeId: 204 }],
      },
    ],
  });
  const linked = await associations.v4.basicApi.getPage('tasks', task.id, 'contacts');
  expect(linked.results.map((link) => link.toObjectId)).toEqual(['100001']);

  const { id } = await people.basicApi.create({ properties: { associatedcompanyid: '500001' } });
  await people.basicApi.update(id, { properties: { associatedcompanyid: '500002' } });
  const companies = await associations.v4.basicApi.getPage('contacts', id, 'companies');
  expect(companies.results.map((link) => [link.toObjectId, link.associationTypes.length])).toEqual([
    ['500001', 1],
    ['500002', 2],
  ]);
});

test('owners are paged, the deactivated ones apart', async () => {
  const { ownersApi } = sandbox.hubspot.crm.owners;
  const first = await ownersApi.getPage(undefined, undefined, 4);
  const rest = await ownersApi.getPage(undefined, first.paging?.next?.after, 4);
  expect([first.results.length, rest.results.length]).toEqual([4, 2]);
  const gone = await ownersApi.getPage(undefined, undefined, 100, true);
  expect(gone.results).toHaveLength(2);
  const owned = await search({
    filterGroups: [
      group({ propertyName: 'hubspot_owner_id', operator: 'IN', values: gone.results.map((one) => one.id) }),
    ],
  });
  expect(owned.total).toBe(15);
});
