import { expect } from 'vitest';
import type { HubSpotObjects } from '../../hubspot/index.ts';
import { KEY_PROPERTY } from '../../hubspot/key-property.ts';
import type { ObjectBase } from '../../hubspot/object-base.ts';
import type { ContractCase } from './contract.ts';
import type { Ground } from './ground.ts';
import type { HubSpotAccount } from './hubspot-account.ts';

type Account = HubSpotAccount & Ground;
type Case = ContractCase<Account>;

const KINDS = ['contacts', 'companies', 'deals', 'tickets', 'notes', 'lineItems'] as const;
type Kind = (typeof KINDS)[number];

const NOBODY = '999999999999';

const firstStage = async ({ hubspot }: Account, objectType: 'deals' | 'tickets') => {
  const [pipeline] = await hubspot.listPipelines(objectType);
  return { pipeline: pipeline?.id ?? '', stage: pipeline?.stages[0]?.id ?? '' };
};

/** What one of a kind must have. */
const fieldsOf = async (account: Account, kind: Kind): Promise<Record<string, string>> => {
  const name = account.newName();
  switch (kind) {
    case 'contacts':
      return { email: `${name}@example.com`, lastname: name };
    case 'companies':
      return { name };
    case 'deals': {
      const { pipeline, stage } = await firstStage(account, 'deals');
      return { dealname: name, pipeline, dealstage: stage };
    }
    case 'tickets': {
      const { pipeline, stage } = await firstStage(account, 'tickets');
      return { subject: name, hs_pipeline: pipeline, hs_pipeline_stage: stage };
    }
    case 'notes':
      return { hs_note_body: name, hs_timestamp: new Date().toISOString() };
    case 'lineItems':
      return { name, quantity: '1', price: '10' };
  }
};

const put = async (account: Account, kind: Kind): Promise<string> => {
  const objects = account.hubspot[kind];
  const { id } = await objects.put({ key: account.newName(), properties: await fieldsOf(account, kind) });
  account.later(() => objects.archive(id));
  return id;
};

const objectCase = (kind: Kind): Case => ({
  name: `${kind} are written once under a key, read, found by their change, and put away`,
  run: async (account) => {
    const since = new Date(Date.now() - 60_000);
    const objects: HubSpotObjects<ObjectBase> = account.hubspot[kind];
    const input = { key: account.newName(), properties: await fieldsOf(account, kind) };
    const { id, created } = await objects.put(input);
    account.later(() => objects.archive(id));
    expect(created).toBe(true);
    await expect(objects.put(input)).resolves.toEqual({ id, created: false });
    const changedKey = account.newName();
    await objects.update(id, { [KEY_PROPERTY]: changedKey });
    await expect(objects.put({ ...input, key: changedKey })).resolves.toEqual({ id, created: false });

    await expect(objects.get(id)).resolves.toMatchObject({ id, archived: false });
    const many = await objects.readMany([id, NOBODY]);
    expect([many.rows.map((row) => row.id), many.missingIds]).toEqual([[id], [NOBODY]]);
    await expect(objects.get(NOBODY)).resolves.toBeUndefined();
    const { rows } = await objects.list({ limit: 10 });
    expect(rows.every(({ createdAt, modifiedAt }) => createdAt !== null && modifiedAt !== null)).toBe(true);
    await expect(objects.skip({})).resolves.toMatchObject({ id: rows[0]?.id });
    await account.eventually(`search finds the one of ${kind}`, async () => {
      const found = await objects.searchModifiedSince({ since, limit: 200 });
      return found.rows.find((row) => row.id === id);
    });
    expect(await objects.count()).toBeGreaterThan(0);

    await objects.archive(id);
    await objects.archive(id);
    await expect(objects.get(id)).resolves.toBeUndefined();
    const gone = await objects.list({ limit: 100, archived: true });
    expect(gone.rows.every(({ archived }) => archived)).toBe(true);
  },
});

const pairOfContacts = async (account: Account): Promise<readonly [string, string]> => {
  const keys = [account.newName(), account.newName()].map((name) => `${name}@example.com`);
  const { written } = await account.hubspot.contacts.upsertMany(
    keys.map((key) => ({ key, properties: { lastname: account.prefix } })),
    { keyProperty: 'email' },
  );
  const [first = '', second = ''] = keys.map((key) => written.find((row) => row.key === key)?.id);
  return [first, second];
};

const portalCases: readonly Case[] = [
  {
    name: 'tells whose portal it is, and refuses a token that is not its own',
    run: async ({ askAccount, stranger }) => {
      await expect(askAccount()).resolves.toMatchObject({ id: expect.stringMatching(/^\d+$/u) });
      await expect(stranger.listOwners()).rejects.toMatchObject({ code: 'integration_unauthorized' });
    },
  },
  {
    name: 'tells its owners, pipelines, properties and the calls of the day',
    run: async ({ hubspot }) => {
      expect((await hubspot.listOwners()).length).toBeGreaterThan(0);
      await hubspot.listOwners({ archived: true });
      for (const objectType of ['deals', 'tickets'] as const) {
        const [pipeline] = await hubspot.listPipelines(objectType);
        expect(pipeline?.stages.length).toBeGreaterThan(0);
      }
      const properties = await hubspot.listProperties('contacts');
      expect(properties.map(({ name }) => name)).toEqual(expect.arrayContaining(['email', 'lifecyclestage']));
      const { used, limit } = await hubspot.readDailyUsage();
      expect(limit).toBeGreaterThan(used);
    },
  },
  {
    name: 'lists contacts and companies, finds what changed, and reads any type by its properties',
    run: async (account) => {
      const { hubspot } = account;
      const since = new Date(Date.now() - 60_000);
      const ids = [await put(account, 'contacts'), await put(account, 'companies')];
      await hubspot.listContacts({ limit: 1 });
      await hubspot.listCompanies({ limit: 1 });
      await account.eventually('search finds the contact', async () => {
        const found = await hubspot.searchContactsModifiedSince({ since, limit: 200 });
        return found.rows.find(({ id }) => id === ids[0]);
      });
      await account.eventually('search finds the company', async () => {
        const found = await hubspot.searchCompaniesModifiedSince({ since, limit: 200 });
        return found.rows.find(({ id }) => id === ids[1]);
      });
      const properties = [{ name: 'name', type: 'string' }];
      const company = await hubspot.objects('companies', properties).get(ids[1] ?? '');
      expect(company).toMatchObject({ values: { name: expect.stringContaining(account.prefix) } });
      await hubspot.objects('products', properties).list({ limit: 10 });
    },
  },
];

const writeCases: readonly Case[] = [
  {
    name: 'makes a task once of a key, tied to its contact',
    run: async (account) => {
      const { hubspot } = account;
      const task = {
        key: account.newName(),
        subject: account.prefix,
        body: 'Made by the contract battery.',
        ownerId: null,
        links: [{ toType: 'contacts', toId: await put(account, 'contacts') }],
        dueAt: new Date(Date.now() + 86_400_000),
        priority: 'high',
      } as const;
      const first = await hubspot.upsertTask(task);
      account.later(() => hubspot.tasks.archive(first.id));
      expect(first.created).toBe(true);
      await expect(hubspot.upsertTask(task)).resolves.toEqual({ id: first.id, created: false });
      await expect(hubspot.tasks.get(first.id)).resolves.toMatchObject({ key: task.key, priority: 'HIGH' });
    },
  },
  {
    name: 'does of many writes what can be done, and tells the rest',
    run: async (account) => {
      const good = `${account.newName()}@example.com`;
      const { written, refused } = await account.hubspot.contacts.upsertMany(
        [
          { key: good, properties: { lastname: account.prefix } },
          { key: 'no address', properties: { lastname: account.prefix } },
        ],
        { keyProperty: 'email' },
      );
      for (const { id } of written) account.later(() => account.hubspot.contacts.archive(id));
      expect(written).toMatchObject([{ key: good, created: true }]);
      expect(refused).toMatchObject([{ key: 'no address', isPassing: false }]);
    },
  },
  {
    name: 'makes a property of ours, and sets it on several at once',
    run: async (account) => {
      const { hubspot } = account;
      const property = {
        name: 'sherpa_contract',
        label: 'Contract battery',
        description: 'Made by the contract battery.',
        type: 'number',
      } as const;
      await hubspot.ensureProperties('companies', [property]);
      await hubspot.ensureProperties('companies', [property]);
      const ids = [await put(account, 'companies'), await put(account, 'companies')];
      await hubspot.companies.updateMany(
        ids.map((id, place) => ({ id, properties: { sherpa_contract: String(place) } })),
      );
      const { rows } = await hubspot.objects('companies', [property]).readMany(ids);
      const values = new Map(rows.map((row) => [row.id, row.values['sherpa_contract']]));
      expect(ids.map((id) => values.get(id))).toEqual([0, 1]);
    },
  },
  {
    name: 'ties a deal to a contact, and reads it from both sides',
    run: async (account) => {
      const { hubspot } = account;
      const [dealId, contactId] = [await put(account, 'deals'), await put(account, 'contacts')];
      const direction = { fromType: 'deals', toType: 'contacts' };
      const links = [{ fromId: dealId, toId: contactId }];
      await expect(hubspot.createAssociations(direction, links)).resolves.toEqual({ made: 1, refused: 0 });
      const [row] = await hubspot.readAssociations(direction, [dealId]);
      expect(row?.links.map(({ toId }) => toId)).toEqual([contactId]);
      const [back] = await hubspot.readAssociations({ fromType: 'contacts', toType: 'deals' }, [contactId]);
      expect(back?.links.map(({ toId }) => toId)).toEqual([dealId]);
    },
  },
];

const endCases: readonly Case[] = [
  {
    name: 'merges two contacts into one that both ids lead to',
    run: async (account) => {
      const { hubspot } = account;
      const [primaryId, otherId] = await pairOfContacts(account);
      const { id, merged } = await hubspot.merge('contacts', { primaryId, otherId });
      account.later(() => hubspot.contacts.archive(id));
      expect(merged).toBe(true);
      await expect(hubspot.merge('contacts', { primaryId, otherId })).resolves.toEqual({ id, merged: false });
      const survivor = await hubspot.getContact(otherId);
      expect(survivor?.id).toBe(id);
      expect(survivor?.mergedIds).toEqual(expect.arrayContaining([otherId]));
    },
  },
  {
    name: 'erases a contact for good',
    run: async (account) => {
      const [id, other] = await pairOfContacts(account);
      account.later(() => account.hubspot.contacts.archive(other));
      await expect(account.hubspot.eraseContact({ id })).resolves.toBe(true);
      await expect(account.hubspot.getContact(id)).resolves.toBeUndefined();
    },
  },
];

/** What HubSpot has to do for us. */
export const hubspotContract: readonly Case[] = [
  ...portalCases,
  ...KINDS.map(objectCase),
  ...writeCases,
  ...endCases,
];
