import '@sherpa/devstack/vitest';
import { toMoney } from '@sherpa/core';
import { listInsightsDays, type InsightsDay } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';
import { addDays } from '../../../time/days.ts';

const DAY_MS = 86_400_000;

let fleet: Fleet;
/** The day that the sandbox has, which moves. */
let today: string;

const madeSchema = z.object({ id: z.string() });

const stateSchema = z.object({ now: z.iso.datetime() });

const sync = async (): Promise<void> => {
  // Payers, then subscriptions, then invoices.
  await fleet.run('billing', 'customers.sync');
  for (const type of ['charges.sync', 'refunds.sync', 'disputes.sync']) await fleet.run('billing', type);
  await fleet.run('sales', 'deals.sync');
  await fleet.idle();
};

const readNow = async (): Promise<Date> =>
  new Date(stateSchema.parse(await fleet.vendors.control('GET', 'state')).now);

/** Until a moment after the month of the sandbox. */
const daysLeftOfMonth = async (): Promise<number> => {
  const now = await readNow();
  return (Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 0, 0, 1) - now.getTime()) / DAY_MS;
};

const pass = async (days: number): Promise<void> => {
  await fleet.vendors.control('POST', 'clock', { advanceMs: Math.round(days * DAY_MS) });
  today = (await readNow()).toISOString().slice(0, 10);
  await sync();
};

const truthSchema = z.object({
  customers: z.array(z.object({ currency: z.string(), monthlyMinor: z.number() })),
  months: z.array(z.object({ month: z.string(), monthlyMinor: z.record(z.string(), z.number()) })),
});

const readTruth = async () => truthSchema.parse(await fleet.vendors.control('GET', 'stripe/truth'));

const truthNow = async (): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { currency, monthlyMinor } of (await readTruth()).customers)
    sums[currency] = (sums[currency] ?? 0) + monthlyMinor;
  return sums;
};

const noted = (day: string): Promise<readonly InsightsDay[]> =>
  fleet.db.withTenant(fleet.tenantId, (tx) => listInsightsDays(tx, { from: day, until: day }));

const revenueOf = (rows: readonly InsightsDay[]): Record<string, number> =>
  Object.fromEntries(
    rows.flatMap(({ currency, revenueMinor }) => (revenueMinor === 0 ? [] : [[currency, revenueMinor]])),
  );

const resultSchema = z.object({ day: z.string(), written: z.boolean(), pageId: z.string().nullable() });

const write = async () => {
  const { result } = await fleet.run('insights', 'digest.write', { today: addDays(today, -1) });
  const { day, pageId } = resultSchema.parse(result);
  expect(day).toBe(addDays(today, -1));
  return { day, pageId: pageId ?? '', rows: await noted(day) };
};

const read = async (pageId: string) => {
  const { notion } = fleet.vendors.clients;
  const [page, content] = [await notion.getPage(pageId), await notion.getPageMarkdown(pageId)];
  return { page, markdown: content?.markdown ?? '' };
};

const sum = (rows: readonly InsightsDay[], name: 'new' | 'churned' | 'upgraded' | 'downgraded') =>
  rows.reduce((total, { movements }) => total + movements[name].count, 0);

beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['insights', 'billing', 'sales', 'knowledge'],
    contacts: 50,
  });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync']) await fleet.run('sales', type);
  await pass(0);
});
afterAll(() => fleet.stop());

describe('the digest of a day', () => {
  test('has the revenue of the world to the cent, and one page that the day again brings up to date', async () => {
    const first = await write();
    expect(revenueOf(first.rows)).toEqual(await truthNow());
    expect(first.rows.flatMap(({ doubts }) => doubts)).toEqual([]);
    const { page, markdown } = await read(first.pageId);
    expect(page).toMatchObject({
      title: `Digest of ${first.day}`,
      properties: { Kind: { value: 'Digest' }, Status: { value: 'Done' }, Reason: { value: '' } },
    });
    for (const { currency, revenueMinor } of first.rows)
      expect(markdown).toContain(`**${toMoney(revenueMinor, currency)}** a month`);
    expect(markdown).toContain('## Pipeline');
    const again = await write();
    expect(again.pageId).toBe(first.pageId);
    expect((await read(again.pageId)).markdown).toBe(markdown);
    await fleet.set('digest', { fromHour: 0 });
    const { result } = await fleet.run('insights', 'digest.write');
    expect(result).toMatchObject({ day: first.day, written: false, why: 'written-before' });
  });

  const makeDeal = async (dealname: string): Promise<string> => {
    const [pipeline] = await fleet.vendors.clients.hubspot.listPipelines('deals', {});
    const properties = {
      dealname,
      amount: '1234.5',
      deal_currency_code: 'EUR',
      closedate: `${addDays(today, -3)}T10:00:00Z`,
      pipeline: pipeline?.id,
      dealstage: pipeline?.stages[0]?.id,
    };
    return madeSchema.parse(await fleet.vendors.control('POST', 'hubspot/deals', { properties })).id;
  };

  /** Somebody leaves, somebody grows, a payment fails and is made good, money goes back, a deal is won. */
  const letThingsHappen = async (): Promise<void> => {
    const { stripe } = fleet.vendors.clients;
    const turn = (name: string, body: object) => fleet.vendors.control('POST', `stripe/${name}`, body);
    const { rows } = await stripe.listSubscriptions({ limit: 100 }, {});
    const earning = rows.filter(({ status, items }) => status === 'active' && items[0]?.quantity !== null);
    const [lost, grown, failing] = earning;
    await turn('cancel', { subscription: lost?.id, atPeriodEnd: false });
    await turn('plan', { subscription: grown?.id, quantity: (grown?.items[0]?.quantity ?? 1) + 3 });
    await turn('fail-payment', { subscription: failing?.id });
    await turn('recover', { subscription: failing?.id });
    const charges = await stripe.listCharges({ limit: 100 }, {});
    const isWhole = ({ status, refunded, disputed }: (typeof charges.rows)[number]): boolean =>
      status === 'succeeded' && !refunded && !disputed;
    const [one, other] = charges.rows.filter(isWhole);
    await turn('refund', { charge: one?.id, amount: 100 });
    await turn('dispute', { charge: other?.id });
    const won = await makeDeal('Won *quickly*');
    await makeDeal('Long overdue');
    await fleet.vendors.control('POST', `deals/${won}/close`, { outcome: 'won' });
  };

  /** Every change of revenue is told by exactly one movement. */
  const checkMovements = (told: readonly InsightsDay[], before: readonly InsightsDay[]): void => {
    for (const { currency, revenueMinor, movements } of told) {
      const changed = Object.values(movements).reduce((total, { minor }) => total + minor, 0);
      const earlier = before.find((row) => row.currency === currency)?.revenueMinor ?? 0;
      expect([currency, changed]).toEqual([currency, revenueMinor - earlier]);
    }
  };

  test('tells what came and went, what failed and was made good, and the deals that closed', async () => {
    await pass(1);
    await letThingsHappen();
    await pass(1);
    const { rows: told, pageId } = await write();
    expect(revenueOf(told)).toEqual(await truthNow());
    expect(sum(told, 'churned')).toBeGreaterThanOrEqual(1);
    expect(sum(told, 'upgraded')).toBeGreaterThanOrEqual(1);
    const happened = (name: 'failed' | 'recovered' | 'refunded' | 'disputed') =>
      told.reduce((total, row) => total + (row.happened[name]?.count ?? 0), 0);
    for (const name of ['failed', 'recovered', 'refunded', 'disputed'] as const)
      expect([name, happened(name) > 0]).toEqual([name, true]);
    const { markdown, page } = await read(pageId);
    expect(markdown).toMatch(/## Won that day\n- 1 deal, 1,234.50 EUR\n- Won .*quickly.*: 1,234.50 EUR/u);
    expect(markdown).toContain('Long overdue');
    expect(page?.properties['Outcome']?.value).toMatch(/ since \d{4}-/u);
    checkMovements(told, await noted(addDays(today, -3)));
  });

  test('is right to the cent over renewals and at the end of a month, and keeps what it said', async () => {
    for (let isOver = false; !isOver;) {
      const left = await daysLeftOfMonth();
      await pass(Math.min(left, 20));
      const { rows } = await write();
      expect(revenueOf(rows)).toEqual(await truthNow());
      isOver = left <= 20;
    }
    const lastDay = addDays(today, -1);
    const { months } = await readTruth();
    expect(revenueOf(await noted(lastDay))).toEqual(
      months.find(({ month }) => month === lastDay.slice(0, 7))?.monthlyMinor,
    );
    const days = await fleet.db.withTenant(fleet.tenantId, (tx) =>
      listInsightsDays(tx, { from: addDays(today, -90), until: today }),
    );
    const [, earlier = '', first = ''] = [...new Set(days.map(({ day }) => day))];
    // A day of before is shown as it was noted.
    const kept = await noted(earlier);
    await fleet.run('insights', 'digest.write', { today: earlier });
    expect(await noted(earlier)).toEqual(kept);
    // One that was left out has what was known before it, and says so.
    const missed = addDays(earlier, -1);
    await fleet.run('insights', 'digest.write', { today: missed });
    const late = await noted(missed);
    expect(revenueOf(late)).toEqual(revenueOf(await noted(first)));
    expect(late[0]?.doubts[0]).toContain('noted after a later day');
  });

  test('lists in a dry run the page that it would write', async () => {
    const { result } = await fleet.dryRun('insights', 'digest.write', { today: addDays(today, -1) });
    expect(result).toMatchObject({
      tasks: [{ agent: 'knowledge', type: 'page.upsert', payload: { key: `digest:${addDays(today, -1)}` } }],
    });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
