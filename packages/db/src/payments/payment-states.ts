import { sql } from 'kysely';
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
 * What the objects at HubSpot to which these Stripe customers belong are to show: the company of their account,
 * the contact of their person where they have none. A contact of which it was written before and that has a
 * company by now comes without payers. Costs as much as the payers have subscriptions.
 */
export const readPaymentStates = async (tx: Db, payers: readonly string[]): Promise<PaymentStates> => {
  const nodes = payers.map((payer) => `stripe:customer:${payer}`);
  const { rows: now } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx);
  const { rows } = await sql<PaymentState>`
    with payers as materialized (
      select person_id, account_id from customer_sources
      where tenant_id = current_tenant() and node = any(${nodes}::text[])
    ), wanted as materialized (
      select account_id as id from payers where account_id is not null
      union select person_id from payers where person_id is not null
    ), objects as (
      select c.*, case c.kind when 'account' then 'companies' else 'contacts' end as object_type,
        case c.kind when 'account' then c.hubspot_company_id else c.hubspot_contact_id end as object_id
      from wanted w join customer_cache c on c.id = w.id where c.deleted_at is null
    ), placed as (
      select o.*, m.written, m.written_at, o.kind = 'account' or exists (
        select from unnest(o.stripe_customer_ids) as p(payer)
        join customer_sources s on s.tenant_id = current_tenant() and s.node = 'stripe:customer:' || p.payer
        left join customer_cache a on a.id = s.account_id and a.deleted_at is null
        where a.hubspot_company_id is null
      ) as pays_here
      from objects o left join payment_mirror m on m.tenant_id = current_tenant()
        and m.object_type = o.object_type and m.object_id = o.object_id
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
        from unnest(p.stripe_customer_ids) as q(payer)
        join customer_sources s on s.belongs_to = 'stripe:customer:' || q.payer and s.tenant_id = current_tenant()
          and s.object_type = 'subscription' and not s.deleted
        join source_records r on r.tenant_id = current_tenant() and r.system = 'stripe'
          and r.object_type = 'subscription' and r.external_id = s.external_id and r.delete_reason is null
      ), '[]') as subscriptions
    from placed p where p.pays_here or p.written is not null
    order by 1, 2`.execute(tx);
  return { readAt: (now[0]?.at ?? new Date()).toISOString(), states: rows };
};
