import { sql } from 'kysely';

/**
 * What every living subscription brings a month: the part of the customer cache's revenue that is counted
 * once. There a payer's money stands at the person and at the account.
 */
export const revenueBySubscription = (tenantId: string) => sql`
  select s.external_id as subscription, s.fields ->> 'currency' as currency,
    (s.fields ->> 'monthlyRevenueMinor')::bigint as minor,
    (p.person_id is not null)::int + (p.account_id is not null)::int as places
  from customer_sources s
  join customer_sources p on p.tenant_id = s.tenant_id and p.node = s.belongs_to
  where s.tenant_id = ${tenantId} and s.system = 'stripe' and s.object_type = 'subscription' and not s.deleted
    and s.fields ->> 'currency' is not null and (s.fields ->> 'monthlyRevenueMinor')::bigint <> 0`;
