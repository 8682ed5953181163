import { describe, expect, it } from 'vitest';
import { inTurn, json, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeHubSpot } from './hubspot.ts';

const contact = (id: string, properties: Record<string, unknown> = {}) => ({
  id,
  properties,
  createdAt: '2026-03-01T00:00:00Z',
  updatedAt: '2026-03-02T00:00:00Z',
  archived: false,
});

const start = async (reaction: Reaction, contacts: readonly string[] = []) => {
  const server = await startFaultyServer(reaction);
  const { call, observations } = makeTestCall();
  const customProperties = { contacts };
  const hubspot = makeHubSpot({ accessToken: 'token', baseUrl: `${server.url}/`, call, customProperties });
  return { server, hubspot, observations, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

describe('listContacts', () => {
  it('asks for every property by name and pages by the text that HubSpot gave', async () => {
    await using run = await start(json({ results: [contact('1')], paging: { next: { after: '00501' } } }));
    const first = await run.hubspot.listContacts({ limit: 2 });
    expect(first).toMatchObject({ rows: [{ id: '1' }], next: '00501' });
    await run.hubspot.listContacts({ limit: 2, after: '00501', archived: true });
    const [one, two] = run.server.requests;
    expect(one?.path).toBe('/crm/v3/objects/contacts');
    expect(one?.query.getAll('properties')).toEqual(
      expect.arrayContaining(['email', 'hubspot_owner_id', 'hs_merged_object_ids', 'lastmodifieddate']),
    );
    expect(one?.headers.authorization).toBe('Bearer token');
    expect(two?.query.get('after')).toBe('00501');
    expect(two?.query.get('archived')).toBe('true');
  });

  it('asks in parts for more properties than a URL can hold, and puts the rows together', async () => {
    const many = Array.from({ length: 800 }, (_, index) => `custom_property_${index}`);
    await using run = await start((response, request) => {
      const asked = request.query.getAll('properties');
      json({ results: [contact('1', Object.fromEntries(asked.map((name) => [name, `<${name}>`])))] })(
        response,
        request,
      );
    }, many);
    const { rows } = await run.hubspot.listContacts({ limit: 1 });
    expect(run.server.requests.length).toBeGreaterThan(1);
    expect(rows[0]?.email).toBe('<email>');
    expect(rows[0]?.custom['custom_property_799']).toBe('<custom_property_799>');
    expect(Object.values(rows[0]?.custom ?? {})).not.toContain(null);
  });

  it('survives a row with odd values', async () => {
    const odd = contact('1', { email: 7, firstname: '', createdate: '2000-00-00' });
    await using run = await start(json({ results: [{ ...odd, createdAt: '1772359200123', unknown: {} }] }));
    const { rows } = await run.hubspot.listContacts({ limit: 1 });
    expect(rows[0]).toMatchObject({ email: '7', firstName: null, createdAt: null });
  });
});

describe('searchContactsModifiedSince', () => {
  it('goes on above the last id and never by offset', async () => {
    await using run = await start(
      inTurn(
        json({ total: 3, results: [contact('8'), contact('9')] }),
        json({ total: 1, results: [contact('12')] }),
      ),
    );
    const since = new Date('2026-03-01T00:00:00Z');
    const first = await run.hubspot.searchContactsModifiedSince({ since, limit: 2 });
    expect(first.next).toBe('9');
    const last = await run.hubspot.searchContactsModifiedSince({ since, limit: 2, afterId: '9' });
    expect(last.next).toBeUndefined();
    const bodies: unknown[] = run.server.requests.map(({ body }) => JSON.parse(body));
    const modified = { propertyName: 'lastmodifieddate', operator: 'GTE', value: String(since.getTime()) };
    expect(bodies[0]).toMatchObject({ sorts: ['hs_object_id'], filterGroups: [{ filters: [modified] }] });
    expect(bodies[1]).toMatchObject({
      filterGroups: [{ filters: [modified, { propertyName: 'hs_object_id', operator: 'GT', value: '9' }] }],
    });
    expect(bodies[1]).not.toHaveProperty('after');
  });

  it('uses the other name of the modified date for companies', async () => {
    await using run = await start(json({ total: 0, results: [] }));
    await run.hubspot.searchCompaniesModifiedSince({ since: new Date(0), limit: 2 });
    expect(run.server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/crm/v3/objects/companies/search',
    });
    expect(run.server.requests[0]?.body).toContain('"hs_lastmodifieddate"');
  });
});

describe('getContact', () => {
  it('gives nothing for a contact that is gone', async () => {
    await using run = await start(json({ status: 'error', category: 'OBJECT_NOT_FOUND' }, 404));
    await expect(run.hubspot.getContact('5')).resolves.toBeUndefined();
  });

  it('gives the survivor of a merge under its own id', async () => {
    await using run = await start(json(contact('99', { hs_merged_object_ids: '5;6' })));
    await expect(run.hubspot.getContact('5')).resolves.toMatchObject({ id: '99', mergedIds: ['5', '6'] });
  });
});

describe('listOwners', () => {
  it('reads all pages', async () => {
    const owner = (id: string) => ({
      id,
      email: `${id}@x.test`,
      firstName: '',
      archived: false,
      type: 'PERSON',
    });
    await using run = await start(
      inTurn(
        json({ results: [owner('1')], paging: { next: { after: '1' } } }),
        json({ results: [owner('2')] }),
      ),
    );
    await expect(run.hubspot.listOwners()).resolves.toEqual([
      { id: '1', email: '1@x.test', firstName: null, lastName: null },
      { id: '2', email: '2@x.test', firstName: null, lastName: null },
    ]);
    expect(run.server.requests[1]?.query.get('after')).toBe('1');
  });
});

describe('the process-wide decorators of the SDK', () => {
  it('stay empty: a second client does not change how often the first one asks', async () => {
    await using run = await start(json({}, 500));
    makeHubSpot({ accessToken: 'other', baseUrl: run.server.url, call: makeTestCall().call });
    const error = await errorOf(run.hubspot.listContacts({ limit: 1 }));
    expect(error.code).toBe('integration_unavailable');
    expect(run.server.requests).toHaveLength(run.observations.length);
  });
});
