import type { Customer } from '@sherpa/api';
import { settle } from '../company/settle.ts';
import type { Company } from '../company/start-company.ts';
import { compareRevenue, type RevenueComparison } from '../truth/compare-revenue.ts';
import type { Mischief } from './mischief.ts';
import { runSweeps, type Sweep } from './sweeps.ts';

const DAY_MS = 86_400_000;
const PAGE = 200;

/** What the books said at the end of a month. */
export interface MonthEnd {
  /** `2026-12` */
  readonly month: string;
  readonly revenue: RevenueComparison;
}

/** How the replay went. */
export interface Year {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** The days that were lived. */
  readonly days: readonly string[];
  readonly months: readonly MonthEnd[];
  /** Questions that the manager said yes to. */
  readonly approved: number;
}

export interface YearDeps {
  readonly company: Company;
  readonly sweeps: readonly Sweep[];
  readonly mischief: Mischief;
  readonly months: number;
  /** Told after each day. */
  readonly onDay: (day: { readonly today: string; readonly day: number; readonly of: number }) => void;
  readonly onMonth: (month: MonthEnd) => void;
}

const allCustomers = async ({ client }: Company): Promise<readonly Customer[]> => {
  const all: Customer[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.customers.list({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.customers);
    cursor = page.nextCursor;
  }
  return all;
};

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

const monthsLater = (from: Date, months: number): Date => {
  const end = new Date(from);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end;
};

const compareNow = async (company: Company, month: string): Promise<MonthEnd> => ({
  month,
  revenue: compareRevenue(await allCustomers(company), (await company.sandbox.truth()).customers),
});

/** Lives through the months, a day at a time: what happens, what the fleet makes of it, the sweeps of the night. */
export const liveYear = async (deps: YearDeps): Promise<Year> => {
  const { company, sweeps, mischief } = deps;
  const { sandbox, client } = company;
  const startedAt = await sandbox.now();
  const untilMs = monthsLater(startedAt, deps.months).getTime();
  const count = Math.round((untilMs - startedAt.getTime()) / DAY_MS);
  const days: string[] = [];
  const months: MonthEnd[] = [];
  let approved = 0;
  for (let day = 1; day <= count; day += 1) {
    const now = await sandbox.advance(DAY_MS);
    const today = dayOf(now);
    await mischief.ofDay(day);
    approved += (await settle(company)).approved;
    await runSweeps(client, sweeps, today);
    approved += (await settle(company)).approved;
    days.push(today);
    deps.onDay({ today, day, of: count });
    if (dayOf(new Date(now.getTime() + DAY_MS)).endsWith('-01') || day === count) {
      const end = await compareNow(company, today.slice(0, 7));
      months.push(end);
      deps.onMonth(end);
    }
  }
  return { startedAt, endedAt: await sandbox.now(), days, months, approved };
};
