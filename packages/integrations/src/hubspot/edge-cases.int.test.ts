import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHubSpotPortal, type HubSpotPortal } from '../testing/hubspot-portal.ts';
import { readAll } from '../testing/read-all.ts';
import { allTextOf, errorOf } from '../testing/test-call.ts';
import { missingScopesOf, needsNewToken, type HubSpotObject } from './index.ts';

/** More than a search gives out, so that only its way by ids can reach the last ones. */
const CONTACTS = 10_300;

let portal: HubSpotPortal;
beforeAll(async () => {
  portal = await startHubSpotPortal(CONTACTS);
});
afterEach(() => portal.control('DELETE', 'faults'));
afterAll(() => portal.stop());

const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);

describe('searching', () => {
  it('edge case 1: a search goes on past its 10,000th row', async () => {
    const since = new Date(0);
    const rows = await readAll((afterId) =>
      portal.hubspot.searchContactsModifiedSince({ since, limit: 200, afterId }),
    );
    expect(rows.length).toBeGreaterThan(10_000);
    expect(new Set(idsOf(rows)).size).toBe(CONTACTS);
  });

  it('edge case 2: a page that ends at the last row goes on after that row, whatever its date', async () => {
    const page = { since: new Date(0), limit: 200 };
    const first = await portal.hubspot.searchContactsModifiedSince(page);
    expect(first.next).toBe(first.rows.at(-1)?.id);
    const second = await portal.hubspot.searchContactsModifiedSince({ ...page, afterId: first.next });
    const ids = [...idsOf(first.rows), ...idsOf(second.rows)];
    expect(ids).toEqual(ids.toSorted((left, right) => Number(left) - Number(right)));
    expect(new Set(ids).size).toBe(400);
  });

  it('edge case 3: rows that share one millisecond are all found from that millisecond on', async () => {
    const { rows } = await portal.hubspot.listCompanies({ limit: 100 });
    const counts = new Map<number, number>();
    for (const { modifiedAt } of rows) {
      const ms = modifiedAt?.getTime() ?? 0;
      counts.set(ms, (counts.get(ms) ?? 0) + 1);
    }
    const [sharedMs = 0, count = 0] = [...counts].toSorted((left, right) => right[1] - left[1])[0] ?? [];
    expect(count).toBeGreaterThan(5);
    const found = await readAll((afterId) =>
      portal.hubspot.searchCompaniesModifiedSince({ since: new Date(sharedMs), limit: 200, afterId }),
    );
    const shared = rows.filter(({ modifiedAt }) => modifiedAt?.getTime() === sharedMs);
    expect(idsOf(found)).toEqual(expect.arrayContaining([...idsOf(shared)]));
  });

  it('edge case 6: every type is asked for by the name of its own modified date', async () => {
    const page = { since: new Date(0), limit: 1 };
    const found = await Promise.all([
      portal.hubspot.contacts.searchModifiedSince(page),
      portal.hubspot.companies.searchModifiedSince(page),
      portal.hubspot.deals.searchModifiedSince(page),
      portal.hubspot.objects('tickets', []).searchModifiedSince(page),
      portal.hubspot.objects('contacts', []).searchModifiedSince(page),
    ]);
    expect(found.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('edge case 20: rows that change while they are paged are neither skipped nor doubled', async () => {
    const rows = await readAll(async (after) => {
      const page = await portal.hubspot.companies.searchModifiedSince({
        since: new Date(0),
        limit: 200,
        afterId: after,
      });
      // What is changed moves to the end of any order by date.
      const id = page.rows[0]?.id ?? '';
      await portal.control('POST', `hubspot/companies/${id}`, { properties: { city: `Moved ${id}` } });
      return page;
    });
    const listed = await readAll((after) => portal.hubspot.companies.list({ limit: 100, after }));
    expect(idsOf(rows)).toEqual(idsOf(listed));
  });
});

describe('properties', () => {
  it('edge case 10: properties of the portal’s own come when they are asked for, typed or not', async () => {
    const client = portal.makeClient({ customProperties: { companies: ['account_tier'] } });
    const [company] = (await client.listCompanies({ limit: 1 })).rows;
    expect(company?.custom['account_tier']).toMatch(/^(?:basic|plus|enterprise)$/u);
    const all = await portal.hubspot.listProperties('companies');
    expect(all.filter(({ isCustom }) => isCustom).map(({ name }) => name)).toContain('account_tier');
  });

  it('edge case 11: more properties than a URL can hold are asked for in parts', async () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `a_rather_long_name_of_a_property_${index}`);
    const properties = [...names, 'firstname'].map((name) => ({ name, type: 'string' }));
    const many = portal.hubspot.objects('contacts', properties);
    const { rows } = await many.list({ limit: 100 });
    expect(rows).toHaveLength(100);
    expect(rows.some(({ values }) => values['firstname'] !== null)).toBe(true);
    await expect(many.get(rows[0]?.id ?? '')).resolves.toMatchObject({ id: rows[0]?.id });
  });

  const readTyped = async (): Promise<readonly HubSpotObject[]> => {
    const properties = await portal.hubspot.listProperties('contacts');
    const { list } = portal.hubspot.objects('contacts', properties);
    const pages = await Promise.all([
      list({ limit: 100 }),
      list({ limit: 100, after: '100100' }),
      list({ limit: 100, after: '100200' }),
    ]);
    return pages.flatMap(({ rows }) => rows);
  };

  it('edge case 12: text in a number, "false", empty and impossible dates cost the value, not the row', async () => {
    const rows = await readTyped();
    expect(rows.length).toBeGreaterThanOrEqual(298);
    const problems = rows.flatMap((row) =>
      row.problems.map(({ property, problem }) => `${property}: ${problem}`),
    );
    expect(new Set(problems)).toEqual(
      new Set([
        'seats: not a number',
        'renewal_date: not a moment',
        'opted_out: not true or false',
        'last_seen_at: not a moment',
      ]),
    );
    const flags = new Set(rows.map(({ values }) => values['opted_out']));
    expect(flags).toEqual(new Set([true, false, null]));
    for (const { values, problems: own } of rows) {
      for (const { property } of own) expect(values[property]).toBeNull();
    }
  });

  it('edge case 13: dates of every format that HubSpot holds come out as one', async () => {
    const rows = await readTyped();
    const moments = rows.flatMap(({ values }) => values['last_seen_at'] ?? []);
    expect(moments).toEqual(moments.map((moment) => new Date(String(moment)).toISOString()));
    expect(moments).toContain('2026-03-01T10:00:00.123Z');
    const days = rows.flatMap(({ values }) => values['renewal_date'] ?? []);
    expect(days.every((day) => /^\d{4}-\d{2}-\d{2}$/u.test(String(day)))).toBe(true);
    expect(days).toContain('2026-03-01');
  });
});

describe('what HubSpot refuses', () => {
  it('edge case 15: a forbidden type names the scope it takes, and the others go on', async () => {
    await portal.control('POST', 'hubspot/access', { forbidden: ['deals'] });
    const error = await errorOf(portal.hubspot.deals.list({ limit: 1 }));
    expect(error).toMatchObject({ code: 'integration_unauthorized', retry: 'never' });
    expect(missingScopesOf(error)).toEqual(['crm.objects.deals.read']);
    expect(needsNewToken(error)).toBe(false);
    await expect(portal.hubspot.listContacts({ limit: 1 })).resolves.toMatchObject({ rows: [{}] });
    await portal.control('POST', 'hubspot/access', { forbidden: [] });
  });

  it('edge case 18: an error page is no answer, whatever its status, and is asked again', async () => {
    const place = (fault: object) =>
      portal.control('POST', 'faults', { vendor: 'hubspot', path: '/crm/v3/objects/contacts', ...fault });
    await place({ kind: 'html502' });
    await place({ kind: 'truncate' });
    await expect(portal.hubspot.listContacts({ limit: 1 })).resolves.toMatchObject({ rows: [{}] });
    await place({ kind: 'truncate', times: 3 });
    const error = await errorOf(portal.hubspot.listContacts({ limit: 1 }));
    expect(error).toMatchObject({ code: 'integration_bad_answer', retry: 'backoff' });
  });

  describe('a token that expires in the middle', () => {
    const EXPIRING = 'pat-expiring-0815';
    const direction = { fromType: 'contacts', toType: 'companies' };

    const failInTheMiddle = async () => {
      await portal.control('POST', 'hubspot/access', { token: EXPIRING });
      const expiring = portal.makeClient({ accessToken: EXPIRING });
      const { rows, next } = await expiring.listContacts({ limit: 1 });
      await portal.control('POST', 'hubspot/access', { token: 'pat-fresh' });
      const errors = [
        await errorOf(expiring.listContacts({ limit: 1, after: next })),
        await errorOf(expiring.readAssociations(direction, idsOf(rows))),
        await errorOf(expiring.readDailyUsage()),
      ];
      return { errors, next };
    };
    afterEach(() => portal.control('POST', 'hubspot/access', { token: 'pat-testing' }));

    it('edge case 14: says so in every call, and another token goes on from the same page', async () => {
      const { errors, next } = await failInTheMiddle();
      expect(errors.map(needsNewToken)).toEqual([true, true, true]);
      const fresh = portal.makeClient({ accessToken: 'pat-fresh' });
      await expect(fresh.listContacts({ limit: 1, after: next })).resolves.toMatchObject({ rows: [{}] });
    });

    it('edge case 19: is not in the error, though HubSpot repeats it', async () => {
      const { errors } = await failInTheMiddle();
      for (const error of errors) {
        expect(error.details['vendorType']).toBe('EXPIRED_AUTHENTICATION');
        expect(allTextOf(error)).not.toContain(EXPIRING);
      }
    });
  });
});
