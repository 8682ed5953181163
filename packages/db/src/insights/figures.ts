import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { HappeningName } from './days.ts';
import { revenueBySubscription } from './revenue.ts';

/** From one moment up to another, by the vendor's time. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

/** Payments that failed, those that made a failed one good, refunds and disputes, by currency. */
export const moneyBetween = async (
  tx: Db,
  { since, until }: Span,
): Promise<readonly { what: HappeningName; currency: string; count: number; minor: number }[]> => {
  const { rows } = await sql<{ what: HappeningName; currency: string; count: number; minor: number }>`
    select what, currency, count, minor from money_between(${since.toISOString()}, ${until.toISOString()})`.execute(
    tx,
  );
  return rows;
};

/** Deals of one stage and currency; amounts in whole units, as HubSpot has them. */
export interface DealFigures {
  readonly stageId: string | null;
  readonly currency: string | null;
  readonly deals: number;
  readonly amount: number;
  /** Those whose close date lies before the end of the span, and those whose close date lies in it. */
  readonly passed: number;
  readonly passedAmount: number;
  readonly closing: number;
  readonly closingAmount: number;
}

/** All deals by stage and currency, in one pass. */
export const dealFigures = async (tx: Db, { since, until }: Span): Promise<readonly DealFigures[]> => {
  const { rows } = await sql<DealFigures>`
    with deals as (
      select payload ->> 'stageId' as stage, lower(payload ->> 'currency') as currency,
        coalesce((payload ->> 'amount')::numeric, 0) as amount,
        coalesce(payload ->> 'closeAt' < ${until.toISOString()}, false) as has_passed,
        coalesce(payload ->> 'closeAt' >= ${since.toISOString()}, false) as is_recent
      from source_records where tenant_id = current_tenant() and system = 'hubspot' and object_type = 'deal'
        and delete_reason is null
    )
    select stage as "stageId", currency, count(*)::int as deals, sum(amount)::float8 as amount,
      (count(*) filter (where has_passed))::int as passed,
      coalesce(sum(amount) filter (where has_passed), 0)::float8 as "passedAmount",
      (count(*) filter (where has_passed and is_recent))::int as closing,
      coalesce(sum(amount) filter (where has_passed and is_recent), 0)::float8 as "closingAmount"
    from deals group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
};

/** How many cases of a workflow are open or held, and how many of them are overdue. */
export const countLiveCases = async (
  tx: Db,
  at: Date,
): Promise<readonly { workflow: string; open: number; held: number; overdue: number }[]> => {
  const { rows } = await sql<{ workflow: string; open: number; held: number; overdue: number }>`
    select workflow, (count(*) filter (where status = 'open'))::int as open,
      (count(*) filter (where status = 'held'))::int as held, (count(*) filter (where due_at < ${at}))::int as overdue
    from workflow_cases where tenant_id = current_tenant() and status <> 'closed' group by 1 order by 1`.execute(
    tx,
  );
  return rows;
};

/** Currencies in which the customer cache says another sum than its subscriptions: none, if all is well. */
export const revenueThatDiffers = async (tx: Db, tenantId: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ currency: string }>`
    with cached as (
      select m.key as currency, sum(m.value::bigint) as minor from customer_cache c
      cross join lateral jsonb_each_text(c.monthly_revenue) m
      where c.tenant_id = ${tenantId} and c.monthly_revenue <> '{}' group by 1
    ), added as (
      select currency, sum(minor * places) as minor from (${revenueBySubscription(tenantId)}) r group by 1
    )
    select currency from cached full join added using (currency)
    where coalesce(cached.minor, 0) <> coalesce(added.minor, 0) order by 1`.execute(tx);
  return rows.map(({ currency }) => currency);
};
