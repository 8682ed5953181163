import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { startSandboxClients, type SandboxClients } from '../testing/sandbox.ts';

const CONTACTS = 120;

describe('HubSpot’s client with the sandbox', () => {
  let clients: SandboxClients;
  beforeAll(async () => {
    clients = await startSandboxClients(CONTACTS);
  });
  afterAll(() => clients.stop());

  it('lists every contact once, page by page', async () => {
    const rows = await readAll((after) => clients.hubspot.listContacts({ limit: 50, after }));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(CONTACTS);
    expect(rows.every(({ createdAt, modifiedAt }) => createdAt !== null && modifiedAt !== null)).toBe(true);
  });

  it('finds by search what it lists, beyond one page', async () => {
    const since = new Date(0);
    const listed = await readAll((after) => clients.hubspot.listContacts({ limit: 100, after }));
    const found = await readAll((afterId) =>
      clients.hubspot.searchContactsModifiedSince({ since, limit: 50, afterId }),
    );
    expect(found.map(({ id }) => id).toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
  });

  it('finds companies by their own modified date', async () => {
    const listed = await readAll((after) => clients.hubspot.listCompanies({ limit: 100, after }));
    const found = await readAll((afterId) =>
      clients.hubspot.searchCompaniesModifiedSince({ since: new Date(0), limit: 200, afterId }),
    );
    expect(listed.length).toBeGreaterThan(0);
    expect(found).toHaveLength(listed.length);
  });

  it('makes one task of a key, whoever writes it', async () => {
    const { rows } = await clients.hubspot.listContacts({ limit: 1 });
    const [owner] = await clients.hubspot.listOwners();
    const task = {
      key: 'task-1:call',
      subject: 'Call about the payment',
      body: 'An invoice is past due.',
      ownerId: owner?.id ?? null,
      contactId: rows[0]?.id ?? '',
      dueAt: new Date('2026-03-03T09:00:00Z'),
      priority: 'high',
    } as const;
    const first = await clients.hubspot.upsertTask(task);
    expect(first.created).toBe(true);
    await expect(clients.hubspot.upsertTask(task)).resolves.toEqual({ id: first.id, created: false });
    await expect(clients.makeOtherHubSpot().upsertTask(task)).resolves.toEqual({
      id: first.id,
      created: false,
    });
  });

  it('has nothing for an id that is not there', async () => {
    await expect(clients.hubspot.getContact('999999999')).resolves.toBeUndefined();
  });
});
