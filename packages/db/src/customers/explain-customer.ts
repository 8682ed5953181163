import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { getCustomer } from './browse-customers.ts';
import type { Customer } from './customer.ts';
import { companyOfEmail } from './keys/company-domain.ts';
import { normaliseEmail } from './keys/normalise-email.ts';
import { reviewsOf } from './reviews/browse-reviews.ts';
import type { Review } from './reviews/review.ts';

/** A field, and why it is what it is. */
export interface ExplainedField {
  readonly field: string;
  readonly value: Json;
  readonly system: string;
  readonly objectType: string | null;
  readonly externalId: string | null;
  readonly at: Date | null;
  readonly rule: string;
}

/** What another system holds in a field that it does not own. */
export interface FieldDrift {
  readonly field: string;
  readonly system: string;
  readonly objectType: string;
  readonly externalId: string;
  readonly value: string;
}

/** A vendor object of a customer. */
export interface CustomerObject {
  readonly node: string;
  readonly deleted: boolean;
  /** The object that the vendor has merged it into. */
  readonly mergedInto: string | null;
}

/** What ties an object to another one or to a key, or keeps it away. */
export interface ExplainedEdge {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly strength: string;
  readonly evidence: Json;
  readonly createdBy: string;
  readonly since: Date;
}

/** A customer with all that made it. */
export interface Explanation {
  readonly customer: Customer;
  /** Of a person: the account it works for. */
  readonly accountId: string | null;
  readonly fields: readonly ExplainedField[];
  readonly drift: readonly FieldDrift[];
  readonly objects: readonly CustomerObject[];
  readonly edges: readonly ExplainedEdge[];
  readonly reviews: readonly Review[];
}

const MOST_OBJECTS = 500;

const fieldsOf = async (tx: Db, id: string): Promise<ExplainedField[]> => {
  const rows = await tx
    .selectFrom('customer_fields')
    .select(['field', 'value', 'source_system', 'source_type', 'source_id', 'source_time', 'rule'])
    .where('customer_id', '=', id)
    .orderBy('field')
    .execute();
  return rows.map((row) => ({
    field: row.field,
    value: row.value,
    system: row.source_system,
    objectType: row.source_type,
    externalId: row.source_id,
    at: row.source_time,
    rule: row.rule,
  }));
};

const driftOf = async (tx: Db, id: string): Promise<FieldDrift[]> => {
  const { rows } = await sql<FieldDrift>`
    select d.key as field, o.value ->> 'system' as system, o.value ->> 'objectType' as "objectType",
      o.value ->> 'externalId' as "externalId", o.value ->> 'value' as value
    from customer_cache c cross join lateral jsonb_each(c.drift) d
    cross join lateral jsonb_array_elements(d.value) o where c.id = ${id} order by 1, 2, 4`.execute(tx);
  return rows;
};

const objectsOf = async (tx: Db, id: string): Promise<CustomerObject[]> => {
  const { rows } = await sql<CustomerObject>`
    select node, deleted, merged_into as "mergedInto" from customer_sources
    where person_id = ${id} or account_id = ${id} order by node limit ${sql.lit(MOST_OBJECTS)}`.execute(tx);
  return rows;
};

const edgesOf = async (tx: Db, nodes: readonly string[]): Promise<ExplainedEdge[]> => {
  const { rows } = await sql<ExplainedEdge>`
    select a, b, kind, strength, evidence, created_by as "createdBy", created_at as since from identity_edges
    where tenant_id = current_tenant() and a = any(${nodes}::text[]) and revoked_at is null
    order by a, kind, b`.execute(tx);
  return rows;
};

/** The account of the company that a person works for, as HubSpot has it or its address tells. */
const accountOf = async (tx: Db, customer: Customer): Promise<string | null> => {
  if (customer.kind === 'account') return null;
  const email = customer.email === null ? undefined : normaliseEmail(customer.email);
  const domain = email === undefined ? undefined : companyOfEmail(email);
  const { rows } = await sql<{ id: string }>`
    select account_id as id from customer_sources where tenant_id = current_tenant()
      and node = ${`hubspot:company:${customer.hubspotCompanyId ?? ''}`} and account_id is not null
    union all
    (select s.account_id from identity_edges e
      join customer_sources s on s.tenant_id = current_tenant() and s.node = e.a and s.object_type = 'company'
      where e.tenant_id = current_tenant() and e.b = ${`domain:${domain ?? ''}`} and e.strength = 'strong'
        and e.revoked_at is null and s.account_id is not null order by s.node limit 1)`.execute(tx);
  return rows[0]?.id ?? null;
};

/** The customer of that id with the reason for all of it; undefined if this tenant has none. */
export const explainCustomer = async (tx: Db, id: string): Promise<Explanation | undefined> => {
  const customer = await getCustomer(tx, id);
  if (customer === undefined) return undefined;
  const objects = await objectsOf(tx, customer.id);
  const nodes = objects.map(({ node }) => node);
  return {
    customer,
    accountId: await accountOf(tx, customer),
    fields: await fieldsOf(tx, customer.id),
    drift: await driftOf(tx, customer.id),
    objects,
    edges: await edgesOf(tx, nodes),
    reviews: await reviewsOf(tx, nodes),
  };
};
