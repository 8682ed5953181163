import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';
import type { HubSpotChange } from './change.ts';

let sandbox: RunningSandbox;
const told: HubSpotChange[] = [];

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 10, onHubSpotChange: (change) => told.push(change) });
});

beforeEach(() => {
  told.length = 0;
});

afterAll(() => sandbox.close());

const contacts = () => sandbox.hubspot.crm.contacts;

const make = async (email: string): Promise<string> =>
  (await contacts().basicApi.create({ properties: { email } })).id;

const types = () => told.map(({ subscriptionType }) => subscriptionType);

test('filling the world tells nothing', () => {
  expect(told).toEqual([]);
});

test('a new contact is told of, and each of its values', async () => {
  const id = Number(await make('new@feed.example'));
  expect(told).toMatchObject([
    { subscriptionType: 'contact.creation', objectId: id, changeSource: 'INTEGRATION' },
    {
      subscriptionType: 'contact.propertyChange',
      objectId: id,
      propertyName: 'email',
      propertyValue: 'new@feed.example',
    },
  ]);
});

test('only values that differ are told of, and who changed them', async () => {
  const id = await make('same@feed.example');
  told.length = 0;
  await sandbox.control('POST', `/hubspot/contacts/${id}`, {
    properties: { email: 'same@feed.example', phone: '1', city: '' },
  });
  expect(told).toMatchObject([{ propertyName: 'phone', propertyValue: '1', changeSource: 'CRM_UI' }]);
});

test('archiving and restoring', async () => {
  const id = await make('there@feed.example');
  told.length = 0;
  await contacts().basicApi.archive(id);
  await contacts().basicApi.archive(id);
  await sandbox.control('POST', `/hubspot/contacts/${id}`, { restore: true });
  expect(types()).toEqual(['contact.deletion', 'contact.restore']);
});

test('a merge names the winner, those who are gone and the new id', async () => {
  const [first, second] = [await make('m1@feed.example'), await make('m2@feed.example')];
  told.length = 0;
  const survivor = await contacts().basicApi.merge({ primaryObjectId: first, objectIdToMerge: second });
  expect(told).toMatchObject([
    {
      subscriptionType: 'contact.merge',
      primaryObjectId: Number(first),
      mergedObjectIds: [Number(first), Number(second)],
      newObjectId: Number(survivor.id),
    },
  ]);
});

test('erasing is told of as such and as a deletion', async () => {
  const id = await make('erase@feed.example');
  told.length = 0;
  await contacts().basicApi.purge({ objectId: id });
  expect(types()).toEqual(['contact.privacyDeletion', 'contact.deletion']);
});

test('a link is told of from both ends, a note by the generic name', async () => {
  const note = await sandbox.hubspot.crm.objects.basicApi.create('notes', {
    properties: { hs_note_body: 'Hello', hs_timestamp: '2026-11-22T10:00:00Z' },
  });
  expect(types()[0]).toBe('object.creation');
  expect(told[0]?.objectTypeId).toBe('0-46');
  told.length = 0;
  await sandbox.hubspot.crm.associations.v4.basicApi.createDefault('notes', note.id, 'contacts', '100001');
  expect(told).toMatchObject([
    { subscriptionType: 'object.associationChange', associationType: 'NOTE_TO_CONTACT' },
    {
      subscriptionType: 'contact.associationChange',
      fromObjectId: 100_001,
      toObjectId: Number(note.id),
      associationRemoved: false,
    },
  ]);
});
