import { sql } from 'kysely';
import { z } from 'zod';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { Movement, Revenue } from './note-day-revenue.ts';

const happeningNames = ['failed', 'recovered', 'refunded', 'disputed'] as const;

export type HappeningName = (typeof happeningNames)[number];

/** What a day came to in one currency, as it was noted then. */
export interface InsightsDay extends Revenue {
  /** `2026-03-01` */
  readonly day: string;
  readonly happened: Readonly<Partial<Record<HappeningName, Movement>>>;
  /** Why these figures are not to be trusted; none where they are. */
  readonly doubts: readonly string[];
}

const movement = z.object({ count: z.number(), minor: z.number() });
const movements = z.object({ new: movement, churned: movement, upgraded: movement, downgraded: movement });
const happened = z.partialRecord(z.enum(happeningNames), movement);

interface Row {
  readonly day: string;
  readonly currency: string;
  readonly revenueMinor: number;
  readonly subscriptions: number;
  readonly movements: unknown;
  readonly happened: unknown;
  readonly doubts: string[];
}

const toDay = (row: Row): InsightsDay => ({
  ...row,
  movements: movements.parse(row.movements),
  happened: happened.parse(row.happened),
});

const columns = sql`day::text, currency, revenue_minor as "revenueMinor", subscriptions, movements, happened, doubts`;

/** Keeps what a day came to, in place of what was kept of it before. */
export const saveInsightsDay = async (
  tx: Db,
  tenantId: string,
  day: string,
  rows: readonly Omit<InsightsDay, 'day'>[],
): Promise<void> => {
  await sql`
    with given as materialized (
      select * from jsonb_to_recordset(${toJsonb(rows)}::jsonb) as x(currency text, "revenueMinor" bigint,
        subscriptions integer, movements jsonb, happened jsonb, doubts jsonb)
    ), gone as (
      delete from insights_days where tenant_id = ${tenantId} and day = ${day}::date
        and currency not in (select currency from given)
    )
    insert into insights_days as d (tenant_id, day, currency, revenue_minor, subscriptions, movements, happened, doubts)
    select ${tenantId}::uuid, ${day}::date, currency, "revenueMinor", subscriptions, movements, happened,
      array(select jsonb_array_elements_text(doubts)) from given
    on conflict (tenant_id, day, currency) do update set revenue_minor = excluded.revenue_minor,
      subscriptions = excluded.subscriptions, movements = excluded.movements, happened = excluded.happened,
      doubts = excluded.doubts, noted_at = now()`.execute(tx);
};

/** What was kept of the latest day up to that one, by currency; nothing where none was. */
export const readInsightsDay = async (tx: Db, upTo: string): Promise<readonly InsightsDay[]> => {
  const { rows } = await sql<Row>`
    select ${columns} from insights_days where tenant_id = current_tenant() and day = (
      select max(day) from insights_days where tenant_id = current_tenant() and day <= ${upTo}::date)
    order by currency`.execute(tx);
  return rows.map(toDay);
};

/** The days that were noted, the newest first: what months and years are compared by. */
export const listInsightsDays = async (
  tx: Db,
  { from, until }: { readonly from: string; readonly until: string },
): Promise<readonly InsightsDay[]> => {
  const { rows } = await sql<Row>`
    select ${columns} from insights_days where tenant_id = current_tenant()
      and day between ${from}::date and ${until}::date order by day desc, currency`.execute(tx);
  return rows.map(toDay);
};
