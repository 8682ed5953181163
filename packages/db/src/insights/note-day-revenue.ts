import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { revenueBySubscription } from './revenue.ts';

/** How many, and how much a month in minor units. */
export interface Movement {
  readonly count: number;
  readonly minor: number;
}

export type MovementName = 'new' | 'churned' | 'upgraded' | 'downgraded';

/** What all subscriptions of a currency bring a month, and what has changed since the day noted before. */
export interface Revenue {
  readonly currency: string;
  readonly revenueMinor: number;
  readonly subscriptions: number;
  readonly movements: Readonly<Record<MovementName, Movement>>;
}

interface Moved {
  readonly currency: string;
  readonly name: MovementName;
  readonly count: number;
  readonly minor: number;
}

/** The subscriptions as they were before that day; what brought nothing by then is forgotten. */
const rewind = async (tx: Db, tenantId: string, day: string): Promise<void> => {
  await sql`
    update insights_subscriptions set revenue_minor = before_minor
    where tenant_id = ${tenantId} and changed_on = ${day}::date`.execute(tx);
  await sql`delete from insights_subscriptions where tenant_id = ${tenantId} and revenue_minor = 0`.execute(
    tx,
  );
};

const hasDay = async (tx: Db, tenantId: string, when: '<' | '>', day: string): Promise<boolean> => {
  const found = await tx
    .selectFrom('insights_days')
    .select('currency')
    .where('tenant_id', '=', tenantId)
    .where('day', when, sql<string>`${day}::date`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
};

/** Notes what each brings now, and tells what that changes. Nothing is news where nothing was noted before. */
const move = async (tx: Db, tenantId: string, day: string): Promise<readonly Moved[]> => {
  const isFirst = !(await hasDay(tx, tenantId, '<', day));
  const { rows } = await sql<Moved>`
    with current as materialized (${revenueBySubscription(tenantId)}
    ), before as materialized (
      select subscription, currency, revenue_minor as minor from insights_subscriptions where tenant_id = ${tenantId}
    ), moved as materialized (
      select subscription, currency, coalesce(c.minor, 0) as minor,
        case when ${isFirst} then coalesce(c.minor, 0) else coalesce(b.minor, 0) end as before_minor
      from current c full join before b using (subscription, currency)
      where coalesce(c.minor, 0) <> coalesce(b.minor, 0)
    ), saved as (
      insert into insights_subscriptions (tenant_id, subscription, currency, revenue_minor, before_minor, changed_on)
      select ${tenantId}::uuid, subscription, currency, minor, before_minor, ${day}::date from moved
      on conflict (tenant_id, subscription, currency) do update set revenue_minor = excluded.revenue_minor,
        before_minor = excluded.before_minor, changed_on = excluded.changed_on
    )
    select m.currency, case when m.before_minor = 0 then 'new' when m.minor = 0 then 'churned'
        when m.minor > m.before_minor then 'upgraded' else 'downgraded' end as name,
      count(*)::int as count, sum(m.minor - m.before_minor)::bigint as minor
    from moved m where m.minor <> m.before_minor group by 1, 2`.execute(tx);
  return rows;
};

const NOTHING: Movement = { count: 0, minor: 0 };

const movementsOf = (moved: readonly Moved[]): Revenue['movements'] => {
  const of = (name: MovementName): Movement => {
    const found = moved.find((one) => one.name === name);
    return found === undefined ? NOTHING : { count: found.count, minor: found.minor };
  };
  return {
    new: of('new'),
    churned: of('churned'),
    upgraded: of('upgraded'),
    downgraded: of('downgraded'),
  };
};

/**
 * What comes in a month now, by currency, noted as the state at the end of that day, the newest so far. The same
 * day again is compared with the same day before it. Of an older day undefined comes back: what was then is
 * not known any more.
 */
export const noteDayRevenue = async (
  tx: Db,
  tenantId: string,
  day: string,
): Promise<readonly Revenue[] | undefined> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('insights:' || ${tenantId}, 0))`.execute(tx);
  if (await hasDay(tx, tenantId, '>', day)) return undefined;
  await rewind(tx, tenantId, day);
  const moved = await move(tx, tenantId, day);
  const { rows: totals } = await sql<Omit<Revenue, 'movements'>>`
    select currency, sum(minor)::bigint as "revenueMinor", count(*)::int as subscriptions
    from (${revenueBySubscription(tenantId)}) c group by 1 order by 1`.execute(tx);
  const currencies = [...new Set([...totals, ...moved].map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const total = totals.find((one) => one.currency === currency);
    return {
      currency,
      revenueMinor: total?.revenueMinor ?? 0,
      subscriptions: total?.subscriptions ?? 0,
      movements: movementsOf(moved.filter((one) => one.currency === currency)),
    };
  });
};
