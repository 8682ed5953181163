import {
  listStreams,
  moneyBetween,
  noteDayRevenue,
  readInsightsDay,
  revenueThatDiffers,
  saveInsightsDay,
  type Db,
  type InsightsDay,
  type Revenue,
  type Span,
} from '@sherpa/db';
import { mirrorDoubts } from './mirror-doubts.ts';

/** Which day, and from when to when it was there. */
export interface DayToNote {
  readonly tenantId: string;
  readonly day: string;
  readonly span: Span;
  /** In which something is noted even where nothing comes in. */
  readonly currency: string;
}

const MONEY = ['customers', 'subscriptions', 'invoices', 'charges', 'refunds', 'disputes'];
const NEEDED = [...MONEY.map((name) => `stripe ${name}`), 'hubspot deals'];

const none = { count: 0, minor: 0 };
const unmoved = { new: none, churned: none, upgraded: none, downgraded: none };

const UNKNOWN = 'it was noted after a later day, with the revenue of the day before';

/** What comes in a month now; of a day that is noted after a later one, what came in on the day noted before it. */
const revenueOf = async (tx: Db, { tenantId, day }: DayToNote) => {
  const revenue = await noteDayRevenue(tx, tenantId, day);
  if (revenue !== undefined) return { revenue, doubts: [] };
  const before = await readInsightsDay(tx, day);
  return { revenue: before.map((row): Revenue => ({ ...row, movements: unmoved })), doubts: [UNKNOWN] };
};

const rowsOf = (
  currencies: ReadonlySet<string>,
  revenue: readonly Revenue[],
  happened: Awaited<ReturnType<typeof moneyBetween>>,
) =>
  [...currencies].map((currency) => {
    const known = revenue.find((one) => one.currency === currency);
    const money = happened.filter((one) => one.currency === currency);
    return {
      currency,
      revenueMinor: known?.revenueMinor ?? 0,
      subscriptions: known?.subscriptions ?? 0,
      movements: known?.movements ?? unmoved,
      happened: Object.fromEntries(money.map(({ what, count, minor }) => [what, { count, minor }])),
    };
  });

/**
 * Notes what a day came to, and why that is not to be trusted. The newest day is counted again each time; an older
 * one stays as it was noted.
 */
export const noteDay = async (tx: Db, wanted: DayToNote): Promise<readonly InsightsDay[]> => {
  const { tenantId, day, span, currency } = wanted;
  const { revenue, doubts } = await revenueOf(tx, wanted);
  const kept = doubts.length === 0 ? [] : await readInsightsDay(tx, day);
  if (kept.some((row) => row.day === day)) return kept;
  const happened = await moneyBetween(tx, span);
  const stale = mirrorDoubts(await listStreams(tx), NEEDED);
  const differs = await revenueThatDiffers(tx, tenantId);
  const currencies = new Set([currency, ...[...revenue, ...happened].map((one) => one.currency)]);
  const rows = rowsOf(currencies, revenue, happened).map((row) => ({
    ...row,
    doubts: [
      ...doubts,
      ...stale,
      ...(differs.includes(row.currency)
        ? [`revenue in ${row.currency}: customers say another sum than subscriptions`]
        : []),
    ],
  }));
  await saveInsightsDay(tx, tenantId, day, rows);
  return rows.map((row) => ({ ...row, day }));
};
