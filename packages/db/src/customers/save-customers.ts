import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { customerColumns, toCustomer, type Customer } from './customer.ts';
import type { ExplainedCustomer } from './fields/projected-customer.ts';
import { saveWords, wordsOf } from './save-words.ts';

export interface CustomerState {
  readonly id: string;
  /** Null: nothing is left of it. */
  readonly explained: ExplainedCustomer | null;
  /** What made it change, as history shows it; null: history is not told. */
  readonly cause: Json;
}

/** One field of a customer that became another. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Text that is the same for values that are: Postgres keeps the members of an object in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([one]: [string, unknown], [other]: [string, unknown]) =>
            one < other ? -1 : 1,
          ),
        )
      : inner,
  );

interface StoredCustomer extends Customer {
  readonly provenance: object;
  readonly drift: object;
}

const load = async (tx: Db, ids: readonly string[]): Promise<Map<string, StoredCustomer>> => {
  const rows = await tx
    .selectFrom('customer_cache')
    .select([...customerColumns, 'provenance', 'drift'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(
    rows.map((row) => [row.id, { ...toCustomer(row), provenance: row.provenance, drift: row.drift }]),
  );
};

const changesOf = (stored: StoredCustomer, { customer, isDeleted }: ExplainedCustomer): FieldChange[] => {
  const before: Readonly<Record<string, unknown>> = { ...stored };
  const changed = Object.entries(customer).flatMap(([field, to]: [string, unknown]): FieldChange[] =>
    canonical(before[field]) === canonical(to) ? [] : [{ field, from: before[field], to }],
  );
  const was = stored.deletedAt !== null;
  return was === isDeleted ? changed : [...changed, { field: 'deleted', from: was, to: isDeleted }];
};

/** Who says a field, without since when: a vendor that is asked again says the same again. */
const speakersOf = (provenance: object): string =>
  canonical(
    Object.fromEntries(
      Object.entries(provenance).map(([field, why]: [string, unknown]) => [
        field,
        typeof why === 'object' && why !== null
          ? [
              'system' in why ? why.system : null,
              'externalId' in why ? why.externalId : null,
              'rule' in why ? why.rule : null,
            ]
          : null,
      ]),
    ),
  );

const isSame = (stored: StoredCustomer, explained: ExplainedCustomer): boolean =>
  canonical(stored.drift) === canonical(explained.drift) &&
  speakersOf(stored.provenance) === speakersOf(explained.provenance);

const upsert = async (
  tx: Db,
  tenantId: string,
  kept: readonly { readonly id: string; readonly explained: ExplainedCustomer }[],
): Promise<void> => {
  const input = kept.map(({ id, explained: { customer, ...why } }) => ({ id, ...customer, ...why }));
  await sql`
    insert into customer_cache as c (tenant_id, id, kind, name, email, phone, company, job_title, domain, owner_id,
      lifecycle_stage, email_opt_out, hubspot_contact_id, hubspot_company_id, stripe_customer_id,
      stripe_customer_ids, billing_email, tax_ids, subscription_status, monthly_revenue, receivable,
      balance_minor, currency, delinquent, health_notes, playbook, onboarding_status, provenance, drift, deleted_at)
    select ${tenantId}::uuid, id, kind, name, email, phone, company, "jobTitle", domain, "ownerId",
      "lifecycleStage", "emailOptOut", "hubspotContactId", "hubspotCompanyId", "stripeCustomerId",
      "stripeCustomerIds", "billingEmail", "taxIds", "subscriptionStatus", "monthlyRevenue", receivable,
      "balanceMinor", currency, delinquent, "healthNotes", playbook, "onboardingStatus", provenance, drift,
      case when "isDeleted" then now() end
    from jsonb_to_recordset(${toJsonb(input)}::jsonb) as x(id uuid, kind text, name text, email text, phone text,
      company text, "jobTitle" text, domain text, "ownerId" text, "lifecycleStage" text, "emailOptOut" boolean,
      "hubspotContactId" text, "hubspotCompanyId" text, "stripeCustomerId" text, "stripeCustomerIds" text[],
      "billingEmail" text, "taxIds" text[], "subscriptionStatus" text, "monthlyRevenue" jsonb, receivable jsonb,
      "balanceMinor" bigint, currency text, delinquent boolean, "healthNotes" text, playbook text,
      "onboardingStatus" text, provenance jsonb, drift jsonb, "isDeleted" boolean)
    on conflict (id) do update set kind = excluded.kind, name = excluded.name, email = excluded.email,
      phone = excluded.phone, company = excluded.company, job_title = excluded.job_title,
      domain = excluded.domain, owner_id = excluded.owner_id, lifecycle_stage = excluded.lifecycle_stage,
      email_opt_out = excluded.email_opt_out, hubspot_contact_id = excluded.hubspot_contact_id,
      hubspot_company_id = excluded.hubspot_company_id, stripe_customer_id = excluded.stripe_customer_id,
      stripe_customer_ids = excluded.stripe_customer_ids, billing_email = excluded.billing_email,
      tax_ids = excluded.tax_ids, subscription_status = excluded.subscription_status,
      monthly_revenue = excluded.monthly_revenue, receivable = excluded.receivable,
      balance_minor = excluded.balance_minor, currency = excluded.currency, delinquent = excluded.delinquent,
      health_notes = excluded.health_notes, playbook = excluded.playbook,
      onboarding_status = excluded.onboarding_status, provenance = excluded.provenance, drift = excluded.drift,
      deleted_at = case when excluded.deleted_at is null then null else coalesce(c.deleted_at, now()) end,
      version = c.version + 1, updated_at = now()`.execute(tx);
};

const record = async (
  tx: Db,
  tenantId: string,
  changed: readonly { readonly id: string; readonly cause: Json; readonly changes: readonly FieldChange[] }[],
): Promise<void> => {
  const told = changed.filter(({ cause, changes }) => cause !== null && changes.length > 0);
  if (told.length === 0) return;
  const input = told.map(({ id, cause, changes }) => ({ id: newId(), customer: id, cause, changes }));
  await sql`
    insert into customer_changes (id, tenant_id, customer_id, cause, changes)
    select id, ${tenantId}::uuid, customer, cause, changes from jsonb_to_recordset(${toJsonb(input)}::jsonb)
      as x(id uuid, customer uuid, cause jsonb, changes jsonb)`.execute(tx);
};

/**
 * Renews these rows of `customer_cache` and writes down what changed and why; one that is the same already
 * keeps its version. `fresh` are ids that nobody has had before.
 */
export const saveCustomers = async (
  tx: Db,
  tenantId: string,
  states: readonly CustomerState[],
  fresh: ReadonlySet<string>,
): Promise<void> => {
  const gone = states.filter(({ explained }) => explained === null).map(({ id }) => id);
  if (gone.length > 0) await sql`delete from customer_cache where id = any(${gone}::uuid[])`.execute(tx);
  const known = states.map(({ id }) => id).filter((id) => !fresh.has(id));
  const stored = known.length === 0 ? new Map<string, StoredCustomer>() : await load(tx, known);
  const kept = states.flatMap(({ id, explained, cause }) => {
    if (explained === null) return [];
    const before = stored.get(id);
    const changes = before === undefined ? [] : changesOf(before, explained);
    const isNews = before === undefined || changes.length > 0 || !isSame(before, explained);
    return isNews ? [{ id, explained, cause, changes, before }] : [];
  });
  if (kept.length === 0) return;
  await upsert(tx, tenantId, kept);
  await record(tx, tenantId, kept);
  const words = kept.flatMap(({ explained: { customer }, before }) =>
    before?.name === customer.name && before.company === customer.company ? [] : wordsOf(customer),
  );
  await saveWords(tx, tenantId, words);
};
