import { sql, type RawBuilder } from 'kysely';
import type { SignalTerms } from './signal-terms.ts';

/** The accounts of a tenant that the mirror has anything of, found from one to the next by the index. */
export const accountsOf = (tenantId: string): RawBuilder<unknown> => sql`
  accounts as materialized (
    with recursive found as (
      (select connection_id from source_records where tenant_id = ${tenantId}::uuid order by connection_id limit 1)
      union all
      select (select r.connection_id from source_records r where r.tenant_id = ${tenantId}::uuid
        and r.connection_id > f.connection_id order by r.connection_id limit 1)
      from found f where f.connection_id is not null
    )
    select connection_id from found where connection_id is not null
  )`;

/**
 * One object of the mirror by its id, in whichever account it is. On its own, so that Postgres looks each up by
 * the primary key whatever it believes of how many there are.
 */
export const recordOf = (
  tenantId: string,
  system: string,
  type: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  cross join accounts a cross join lateral (
    select payload from source_records where tenant_id = ${tenantId}::uuid and connection_id = a.connection_id
      and system = ${system} and object_type = ${type} and external_id = ${id} and delete_reason is null offset 0
  ) r`;

/** Subscriptions that live, and invoices that are open or were made lately, by customer. */
export const billsOf = ({ tenantId, now, billedSince }: SignalTerms): RawBuilder<unknown> => sql`
  owed as materialized (
    select y.id, b.object_type, b.external_id, b.status, b.made from payers y cross join lateral (
      select object_type, external_id, fields ->> 'status' as status, (fields ->> 'createdMs')::double precision as made
      from customer_sources c where c.tenant_id = ${tenantId}::uuid and c.belongs_to = y.node and not c.deleted offset 0
    ) b
    where y.id in (select id from scored) and case b.object_type when 'subscription' then b.status not in ('canceled', 'incomplete_expired', 'incomplete')
      else b.status = 'open' or b.made >= ${billedSince.getTime()} end
  ),
  bills as materialized (
    select b.id, count(*) filter (where b.object_type = 'subscription') as live,
      count(*) filter (where b.object_type = 'subscription' and (r.payload ->> 'cancelAtPeriodEnd')::boolean) as cancelling,
      -- Of a paid invoice the last try went well.
      sum((r.payload ->> 'attemptCount')::integer - case when b.status = 'paid' then 1 else 0 end)
        filter (where b.object_type = 'invoice' and b.made >= ${billedSince.getTime()}
          and (r.payload ->> 'attemptCount')::integer > 0) as failed,
      count(*) filter (where b.object_type = 'invoice' and b.status = 'open' and (
        (r.payload ->> 'dueDate')::timestamptz < ${now} or
        (r.payload ->> 'attemptCount')::integer > 0 and r.payload ->> 'nextPaymentAttempt' is null)) as overdue
    from owed b ${recordOf(tenantId, 'stripe', sql`b.object_type`, sql`b.external_id`)}
    group by b.id
  )`;

/**
 * Open tickets and the last contact, by customer: those of its contacts, and of an account the company's own. Which
 * record a ticket or a note hangs on is in itself, so all that are open or new are looked at, once for the page.
 */
export const activityOf = ({ tenantId, notedSince }: SignalTerms): RawBuilder<unknown> => sql`
  people as materialized (
    select id, hubspot_contact_id as contact from scored where hubspot_contact_id is not null
    union
    select s.id, c.hubspot_contact_id from scored s cross join lateral (
      select hubspot_contact_id from customer_cache where tenant_id = ${tenantId}::uuid
        and hubspot_company_id = s.hubspot_company_id and kind = 'person' and deleted_at is null offset 0
    ) c where s.kind = 'account' and c.hubspot_contact_id is not null
  ),
  objects as materialized (
    select id, 'contacts' as type, contact as object from people
    union all
    select id, 'companies', hubspot_company_id from scored where kind = 'account' and hubspot_company_id is not null
  ),
  hung as materialized (
    select r.* from accounts a cross join (values ('ticket'), ('note')) k(type) cross join lateral (
      select external_id, object_type, (payload ->> 'at')::timestamptz as at, payload -> 'ties' as ties
      from source_records where tenant_id = ${tenantId}::uuid and connection_id = a.connection_id
        and system = 'hubspot' and object_type = k.type and delete_reason is null
        and (k.type = 'ticket' and payload ->> 'closedAt' is null
          or k.type = 'note' and (payload ->> 'at')::timestamptz >= ${notedSince})
      offset 0
    ) r
  ),
  tied as materialized (
    select h.external_id, h.object_type, h.at, t.type, o.object from hung h
    cross join (values ('contacts'), ('companies')) t(type)
    cross join lateral jsonb_array_elements_text(coalesce(h.ties -> t.type, '[]')) o(object)
  ),
  activity as materialized (
    select o.id, count(distinct t.external_id) filter (where t.object_type = 'ticket') as tickets,
      max(t.at) filter (where t.object_type = 'note') as noted
    from objects o join tied t using (type, object) group by o.id
  ),
  contacted as materialized (
    select p.id, max((r.payload ->> 'lastContactedAt')::timestamptz) as contacted,
      min((r.payload ->> 'createdAt')::timestamptz) as known
    from people p ${recordOf(tenantId, 'hubspot', sql`'contact'`, sql`p.contact`)}
    group by p.id
  )`;

/** Since when there is a page of its onboarding, by customer. */
export const onboardingOf = ({ tenantId }: SignalTerms): RawBuilder<unknown> => sql`
  onboarding as materialized (
    select x.id, min((r.payload ->> 'createdAt')::timestamptz) as since from (
      select s.id, c.external_id from scored s cross join lateral (
        select external_id from customer_sources where account_id = s.id and object_type = 'page' and not deleted
        union
        select external_id from customer_sources where person_id = s.id and object_type = 'page' and not deleted
      ) c where s.onboarding_status is not null
    ) x ${recordOf(tenantId, 'notion', sql`'page'`, sql`x.external_id`)}
    group by x.id
  )`;
