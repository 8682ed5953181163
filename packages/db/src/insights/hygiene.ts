import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A record with which something is wrong. */
export type Finding = Readonly<{
  id: string;
  name: string | null;
  /** What is wrong with it, where that differs: a date, an id that leads nowhere. */
  more: string | null;
}>;

/** What is wrong of one kind: how many, and the first of them. As JSON it is the same. */
export type Findings = Readonly<{ count: number; first: readonly Finding[] }>;

/** What may be wrong. */
export type DirtKind =
  | 'dealsPastClose'
  | 'dealsWithoutAmount'
  | 'dealsOfLeavers'
  | 'contactsOfLeavers'
  | 'contactsWithoutCompany'
  | 'contactsWithoutOwner'
  | 'payersWithoutEmail'
  | 'payersThatPointNowhere'
  | 'subscriptionsOfNobody';

export interface DirtTerms {
  /** Stages of deals that are open. */
  readonly openStages: readonly string[];
  /** Owners who were deactivated. */
  readonly leavers: readonly string[];
  /** What was to be closed before that is late. */
  readonly at: Date;
  /** How many of each kind are named. */
  readonly limit: number;
}

const living = (system: string, objectType: string) => sql`
  r.tenant_id = current_tenant() and r.system = ${sql.lit(system)} and r.object_type = ${sql.lit(objectType)}
  and r.delete_reason is null`;

const from =
  (system: string, objectType: string, more: RawBuilder<unknown>) => (where: RawBuilder<unknown>) =>
    sql`
  select r.external_id as id, ${objectType === 'contact' ? sql`nullif(concat_ws(' ', r.payload ->> 'firstName', r.payload ->> 'lastName'), '')` : sql`r.payload ->> 'name'`} as name,
    ${more} as more
  from source_records r where ${living(system, objectType)} and ${where}`;

const nothing = sql`null::text`;

const dealChecks = ({ openStages, leavers, at }: DirtTerms) => {
  const deals = from('hubspot', 'deal', sql`left(r.payload ->> 'closeAt', 10)`);
  const isOpen = sql`r.payload ->> 'stageId' = any(${openStages}::text[])`;
  return {
    dealsPastClose: deals(sql`${isOpen} and r.payload ->> 'closeAt' < ${at.toISOString()}`),
    dealsWithoutAmount: deals(sql`${isOpen} and r.payload ->> 'amount' is null`),
    dealsOfLeavers: deals(sql`${isOpen} and r.payload ->> 'ownerId' = any(${leavers}::text[])`),
  };
};

const contactChecks = ({ leavers }: DirtTerms) => {
  const contacts = from('hubspot', 'contact', nothing);
  return {
    contactsOfLeavers: contacts(sql`r.payload ->> 'ownerId' = any(${leavers}::text[])`),
    contactsWithoutCompany: contacts(sql`r.payload ->> 'companyId' is null`),
    contactsWithoutOwner: contacts(sql`r.payload ->> 'ownerId' is null`),
  };
};

/** Ids that somebody wrote down at Stripe and that lead to no record; one that was merged leads to its survivor. */
const pointsNowhere = sql`
  select r.external_id as id, r.payload ->> 'name' as name, p.type || ' ' || p.id as more
  from source_records r cross join lateral (values
    ('contact', r.payload #>> '{metadata,hubspot_contact_id}'), ('company', r.payload #>> '{metadata,hubspot_company_id}')
  ) as p(type, id)
  left join source_records h on h.tenant_id = r.tenant_id and h.system = 'hubspot' and h.object_type = p.type
    and h.external_id = p.id and (h.delete_reason is null or h.delete_reason = 'merged')
  where ${living('stripe', 'customer')} and p.id <> '' and h.external_id is null`;

const subscriptionsOfNobody = sql`
  select s.external_id as id, coalesce(c.name, c.company) as name, s.fields ->> 'status' as more
  from customer_sources s
  left join customer_sources p on p.tenant_id = s.tenant_id and p.node = s.belongs_to and not p.deleted
  left join customer_cache c on c.id = p.person_id and c.deleted_at is null
  left join customer_cache a on a.id = p.account_id and a.deleted_at is null
  where s.tenant_id = current_tenant() and s.system = 'stripe' and s.object_type = 'subscription' and not s.deleted
    and s.fields ->> 'status' in ('active', 'past_due', 'trialing')
    and c.hubspot_contact_id is null and c.hubspot_company_id is null and a.hubspot_company_id is null`;

const count = async (tx: Db, found: RawBuilder<unknown>, limit: number): Promise<Findings> => {
  const { rows } = await sql<Findings>`
    with found as materialized (${found})
    select (select count(*) from found)::int as count, coalesce((
      select jsonb_agg(to_jsonb(f)) from (select id, name, more from found order by id limit ${limit}) f), '[]') as first`.execute(
    tx,
  );
  return rows[0] ?? { count: 0, first: [] };
};

/** What is wrong in the records of this tenant, by kind. */
export const findDirt = async (tx: Db, terms: DirtTerms): Promise<Readonly<Record<DirtKind, Findings>>> => {
  const deals = dealChecks(terms);
  const contacts = contactChecks(terms);
  const of = (found: RawBuilder<unknown>): Promise<Findings> => count(tx, found, terms.limit);
  return {
    dealsPastClose: await of(deals.dealsPastClose),
    dealsWithoutAmount: await of(deals.dealsWithoutAmount),
    dealsOfLeavers: await of(deals.dealsOfLeavers),
    contactsOfLeavers: await of(contacts.contactsOfLeavers),
    contactsWithoutCompany: await of(contacts.contactsWithoutCompany),
    contactsWithoutOwner: await of(contacts.contactsWithoutOwner),
    payersWithoutEmail: await of(from('stripe', 'customer', nothing)(sql`r.payload ->> 'email' is null`)),
    payersThatPointNowhere: await of(pointsNowhere),
    subscriptionsOfNobody: await of(subscriptionsOfNobody),
  };
};
