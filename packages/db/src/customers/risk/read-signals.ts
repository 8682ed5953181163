import { sql, type RawBuilder } from 'kysely';
import type { CaseStatus } from '../../schema/workflows.ts';
import type { Db } from '../../schema/index.ts';
import type { SignalTerms } from './signal-terms.ts';
import { accountsOf, activityOf, billsOf, onboardingOf } from './signal-parts.ts';

/** What speaks for and against a customer's staying, as the vendors have it. */
export interface CustomerSignals {
  readonly customerId: string;
  readonly kind: 'person' | 'account';
  readonly stripeCustomerId: string;
  readonly hubspotContactId: string | null;
  readonly hubspotCompanyId: string | null;
  /** Subscriptions that have not ended. */
  readonly live: number;
  /** Of those, the ones that end with their period. */
  readonly cancelling: number;
  /** Tries that failed for invoices made since `billedSince`. */
  readonly failedPayments: number;
  /** Open invoices whose day is over, or for which nobody tries any more. */
  readonly overdue: number;
  readonly openTickets: number;
  /** The latest contact or note at HubSpot; null where none is known. */
  readonly contactedAt: Date | null;
  /** Since when HubSpot has known the customer's first contact; null where there is none. */
  readonly knownAt: Date | null;
  readonly onboardingStatus: string | null;
  /** When the oldest page of its onboarding was made; null where there is none. */
  readonly onboardingSince: Date | null;
  readonly revenue: Readonly<Record<string, number>>;
  /** What it brought on `revenueDay`, or as long ago as is known; null where nothing was ever noted. */
  readonly revenueBefore: Readonly<Record<string, number>> | null;
  readonly riskScore: number | null;
  readonly riskReasons: unknown;
  /** The case of the workflow that was named. */
  readonly caseStatus: CaseStatus | null;
  readonly caseSubject: Readonly<Record<string, string>> | null;
}

/** Of whom: a page of all, in order of their ids, or these. */
export type SignalScope =
  | { readonly after?: string | undefined; readonly limit: number }
  | { readonly ids: readonly string[] };

export interface SignalPage {
  readonly signals: readonly CustomerSignals[];
  /** After whom to go on; undefined where that were all. */
  readonly next: string | undefined;
}

const pageOf = (tenantId: string, scope: SignalScope): RawBuilder<unknown> => {
  const columns = sql`id, kind, stripe_customer_id, stripe_customer_ids, hubspot_contact_id, hubspot_company_id,
    monthly_revenue, onboarding_status, risk_score, risk_reasons`;
  if ('ids' in scope)
    return sql`select ${columns} from customer_cache where id = any(${scope.ids}::uuid[]) and deleted_at is null`;
  const after = scope.after ?? '00000000-0000-0000-0000-000000000000';
  return sql`select ${columns} from customer_cache where tenant_id = ${tenantId}::uuid and id > ${after}::uuid
    and deleted_at is null and stripe_customer_ids <> '{}' order by id limit ${scope.limit}`;
};

type SignalRow = CustomerSignals & { readonly scored: boolean };

/** The statement, for those who look at how it is planned. */
export const signalsSql = (terms: SignalTerms, scope: SignalScope): RawBuilder<SignalRow> => {
  const { tenantId, revenueDay, workflow } = terms;
  return sql<SignalRow>`
    with page as materialized (${pageOf(tenantId, scope)}),
    ${accountsOf(tenantId)},
    payers as materialized (
      select p.id, s.node, s.account_id from page p cross join lateral unnest(p.stripe_customer_ids) u(payer)
      cross join lateral (
        select node, account_id from customer_sources
        where node = 'stripe:customer:' || u.payer and tenant_id = ${tenantId}::uuid offset 0
      ) s
    ),
    scored as materialized (
      select p.* from page p
      where p.kind = 'account' or p.id in (select id from payers where account_id is null)
    ),
    ${billsOf(terms)},
    ${activityOf(terms)},
    ${onboardingOf(terms)}
    select p.id as "customerId", p.kind, p.stripe_customer_id as "stripeCustomerId",
      p.hubspot_contact_id as "hubspotContactId", p.hubspot_company_id as "hubspotCompanyId",
      coalesce(b.live, 0)::integer as live, coalesce(b.cancelling, 0)::integer as cancelling,
      coalesce(b.failed, 0)::integer as "failedPayments", coalesce(b.overdue, 0)::integer as overdue,
      coalesce(t.tickets, 0)::integer as "openTickets", greatest(t.noted, c.contacted) as "contactedAt",
      c.known as "knownAt", p.onboarding_status as "onboardingStatus", o.since as "onboardingSince",
      p.monthly_revenue as revenue, coalesce(before.monthly_revenue, first.monthly_revenue) as "revenueBefore",
      p.risk_score as "riskScore", p.risk_reasons as "riskReasons",
      w.status as "caseStatus", w.subject as "caseSubject", s.id is not null as scored
    from page p
    left join scored s on s.id = p.id
    left join bills b on b.id = p.id
    left join activity t on t.id = p.id
    left join contacted c on c.id = p.id
    left join onboarding o on o.id = p.id
    left join lateral (
      select monthly_revenue from customer_revenue_days d
      where d.customer_id = p.id and d.day <= ${revenueDay}::date order by d.day desc limit 1
    ) before on true
    left join lateral (
      select monthly_revenue from customer_revenue_days d where d.customer_id = p.id order by d.day limit 1
    ) first on true
    left join lateral (
      select status, subject from workflow_cases
      where tenant_id = ${tenantId}::uuid and workflow = ${workflow} and key = p.id::text offset 0
    ) w on true
    order by p.id`;
};

/**
 * What is known of customers that pay, in one statement for a page of them: from the customers, their bills and
 * what the mirror has of them. A person whose payers all belong to an account is left out: the account is looked at.
 *
 * Postgres knows nothing of how much such parts hold and would compare each with each. So it may not: parts are
 * joined by hashes, and what is looked up one by one says so (`lateral … offset 0`).
 */
export const readSignals = async (tx: Db, terms: SignalTerms, scope: SignalScope): Promise<SignalPage> => {
  await sql`select set_config('enable_nestloop', 'off', true)`.execute(tx);
  const { rows } = await signalsSql(terms, scope).execute(tx);
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx);
  const isFull = !('ids' in scope) && rows.length === scope.limit;
  return {
    signals: rows.flatMap(({ scored, ...signals }) => (scored ? [signals] : [])),
    next: isFull ? rows.at(-1)?.customerId : undefined,
  };
};
