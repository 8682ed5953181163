import { sql, type RawBuilder } from 'kysely';
import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** A subscription of somebody. */
export interface PaidSubscription {
  readonly id: string;
  readonly status: string;
  readonly cancelAtPeriodEnd: boolean;
  /** As the vendor told it; null where it has no period. */
  readonly periodEnd: string | null;
}

/** An object at HubSpot, and what Stripe says of who pays there. */
export interface PaymentState {
  readonly objectType: 'companies' | 'contacts';
  readonly objectId: string;
  /** Of Stripe, the payers; none where its payments stand at a company now. */
  readonly payers: readonly string[];
  readonly subscriptionStatus: string | null;
  /** In minor units by currency. */
  readonly monthlyRevenue: Readonly<Record<string, number>>;
  readonly currency: string | null;
  readonly isDelinquent: boolean;
  readonly owesSomething: boolean;
  readonly isDisputed: boolean;
  readonly subscriptions: readonly PaidSubscription[];
  /** What was written there last; null where nothing was. */
  readonly written: Readonly<Record<string, Json>> | null;
  /** As of when that was read. */
  readonly writtenAt: Date | null;
}

export interface PaymentStates {
  /** As of when. */
  readonly readAt: string;
  readonly states: readonly PaymentState[];
}

/**
 * The sources of these Stripe customers, made before they are compared: row level security lets an index be used only for what cannot
 * tell of hidden rows, and to join two texts might.
 */
const nodesOf = (payers: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select 'stripe:customer:' || payer as node from unnest(${payers}) as u(payer) offset 0)`;

/** A customer by its id. */
const living = (id: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select kind, hubspot_company_id, hubspot_contact_id, stripe_customer_ids, subscription_status, monthly_revenue, currency,
    delinquent, receivable from customer_cache where id = ${id} and deleted_at is null offset 0`;

/**
 * The statement, for those who look at how it is planned. Postgres does not know how few rows each part has, and would read whole tables to
 * join them: so what is looked up by its key says so (`lateral … offset 0`).
 */
export const paymentStatesSql = (payers: readonly string[]): RawBuilder<PaymentState> => {
  const nodes = payers.map((payer) => `stripe:customer:${payer}`);
  return sql<PaymentState>`
    with payers as materialized (
      select person_id, account_id from customer_sources
      where tenant_id = current_tenant() and node = any(${nodes}::text[])
    ), wanted as materialized (
      select account_id as id from payers where account_id is not null
      union select person_id from payers where person_id is not null
    ), objects as materialized (
      select c.*, case c.kind when 'account' then 'companies' else 'contacts' end as object_type,
        case c.kind when 'account' then c.hubspot_company_id else c.hubspot_contact_id end as object_id
      from wanted w cross join lateral (${living(sql`w.id`)}) c
    ), placed as materialized (
      select o.*, m.written, m.written_at, o.kind = 'account' or exists (
        select from ${nodesOf(sql`o.stripe_customer_ids`)} p
        cross join lateral (
          select account_id from customer_sources where tenant_id = current_tenant() and node = p.node offset 0
        ) s
        left join lateral (${living(sql`s.account_id`)}) a on true
        where a.hubspot_company_id is null
      ) as pays_here
      from objects o left join lateral (
        select written, written_at from payment_mirror where tenant_id = current_tenant()
          and object_type = o.object_type and object_id = o.object_id offset 0
      ) m on true
      where o.object_id is not null
    )
    select p.object_type as "objectType", p.object_id as "objectId",
      case when p.pays_here then p.stripe_customer_ids else '{}' end as payers,
      p.subscription_status as "subscriptionStatus", p.monthly_revenue as "monthlyRevenue", p.currency,
      coalesce(p.delinquent, false) as "isDelinquent", p.receivable <> '{}' as "owesSomething", p.written,
      p.written_at as "writtenAt",
      exists (select from workflow_cases w where w.tenant_id = current_tenant() and w.workflow = 'disputes'
        and w.status <> 'closed' and w.subject ->> 'stripeCustomer' = any(p.stripe_customer_ids)) as "isDisputed",
      coalesce((
        select jsonb_agg(jsonb_build_object('id', r.external_id, 'status', r.payload ->> 'status',
          'cancelAtPeriodEnd', coalesce((r.payload ->> 'cancelAtPeriodEnd')::boolean, false),
          'periodEnd', r.payload ->> 'currentPeriodEnd') order by r.external_id)
        from ${nodesOf(sql`p.stripe_customer_ids`)} q
        cross join lateral (
          select external_id from customer_sources where tenant_id = current_tenant() and belongs_to = q.node
            and object_type = 'subscription' and not deleted offset 0
        ) s
        cross join lateral (
          select external_id, payload from source_records where tenant_id = current_tenant() and system = 'stripe'
            and object_type = 'subscription' and external_id = s.external_id and delete_reason is null offset 0
        ) r
      ), '[]') as subscriptions
    from placed p where p.pays_here or p.written is not null
    order by 1, 2`;
};

/**
 * What the objects at HubSpot to which these Stripe customers belong are to show: the company of their account,
 * the contact of their person where they have none. A contact of which it was written before and that has a
 * company by now comes without payers. Costs as much as the payers have subscriptions.
 */
export const readPaymentStates = async (tx: Db, payers: readonly string[]): Promise<PaymentStates> => {
  const { rows: now } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx);
  const { rows } = await paymentStatesSql(payers).execute(tx);
  return { readAt: (now[0]?.at ?? new Date()).toISOString(), states: rows };
};
