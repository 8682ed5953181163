import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A payer who is nobody at HubSpot. */
export interface UnmatchedPayer {
  readonly customerId: string;
  readonly kind: 'person' | 'account';
  readonly name: string | null;
  readonly email: string | null;
  readonly stripeCustomerId: string;
}

/** Ids of open reviews, the oldest first, of which no page of that workflow's cases tells yet. */
export const unaskedReviews = async (
  tx: Db,
  { workflow, limit }: { readonly workflow: string; readonly limit: number },
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select r.id from identity_reviews r where r.tenant_id = current_tenant() and r.status = 'open'
      and not exists (
        select from workflow_cases c where c.tenant_id = r.tenant_id and c.workflow = ${workflow}
          and c.key = r.id::text and c.status <> 'closed' and c.refs ? 'notionPage')
    order by r.id limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Payers that pay and belong to nobody at HubSpot, of whom nobody was asked; a no is not asked about again. */
export const unaskedPayers = async (
  tx: Db,
  { workflow, limit }: { readonly workflow: string; readonly limit: number },
): Promise<readonly UnmatchedPayer[]> => {
  const { rows } = await sql<UnmatchedPayer>`
    select distinct on (c.id) c.id as "customerId", c.kind, coalesce(c.name, c.company) as name, c.email,
      s.external_id as "stripeCustomerId"
    from customer_sources s join customer_cache c on c.id = coalesce(s.person_id, s.account_id)
    left join customer_cache a on a.id = s.account_id
    where s.tenant_id = current_tenant() and s.system = 'stripe' and s.object_type = 'customer' and not s.deleted
      and c.tenant_id = s.tenant_id and c.deleted_at is null and c.monthly_revenue <> '{}'
      and c.hubspot_contact_id is null and c.hubspot_company_id is null and a.hubspot_company_id is null
      and not exists (
        select from workflow_cases w where w.tenant_id = s.tenant_id and w.workflow = ${workflow}
          and w.key = 'payer:' || c.id and (w.reason like 'rejected%' or w.status <> 'closed' and w.refs ? 'notionPage'))
    order by c.id limit ${limit}`.execute(tx);
  return rows;
};

/** A live case whose question has been answered elsewhere, or answers itself by now. */
export interface SettledMatter {
  readonly key: string;
  readonly pageId: string | null;
  readonly outcome: string;
  readonly by: string | null;
}

/** Live cases of that workflow of which there is nothing to be asked any more. */
export const settledMatters = async (
  tx: Db,
  { workflow, limit }: { readonly workflow: string; readonly limit: number },
): Promise<readonly SettledMatter[]> => {
  const { rows } = await sql<SettledMatter>`
    select c.key, c.refs ->> 'notionPage' as "pageId", coalesce(r.status, 'settled') as outcome,
      r.decided_by as by
    from workflow_cases c
    left join identity_reviews r on r.tenant_id = c.tenant_id
      and r.id = case when c.key not like 'payer:%' then c.key::uuid end
    left join customer_cache k on k.tenant_id = c.tenant_id
      and k.id = case when c.key like 'payer:%' then substr(c.key, 7)::uuid end
    where c.tenant_id = current_tenant() and c.workflow = ${workflow} and c.status <> 'closed'
      and case when c.key like 'payer:%'
        then k.id is null or k.deleted_at is not null or k.hubspot_contact_id is not null
          or k.hubspot_company_id is not null
        else r.status is distinct from 'open' end
    order by c.id limit ${limit}`.execute(tx);
  return rows;
};
