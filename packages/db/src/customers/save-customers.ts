import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { ProjectedCustomer } from './project-customer.ts';

export interface CustomerChange {
  readonly id: string;
  /** Null: nothing is left of it. */
  readonly customer: ProjectedCustomer | null;
}

/** Renews these rows of `customer_cache`; one that is the same already keeps its version. */
export const saveCustomers = async (
  tx: Db,
  tenantId: string,
  changes: readonly CustomerChange[],
): Promise<void> => {
  const gone = changes.filter((change) => change.customer === null).map((change) => change.id);
  if (gone.length > 0) await tx.deleteFrom('customer_cache').where('id', 'in', gone).execute();
  const kept = changes.flatMap(({ id, customer }) => (customer === null ? [] : [{ id, ...customer }]));
  if (kept.length === 0) return;
  await sql`
    insert into customer_cache as c (tenant_id, id, kind, name, email, phone, company, owner_id, lifecycle_stage,
      hubspot_contact_id, hubspot_company_id, stripe_customer_id, stripe_customer_ids, subscription_status,
      monthly_revenue, receivable, balance_minor, currency, delinquent)
    select ${tenantId}::uuid, x.* from jsonb_to_recordset(${toJsonb(kept)}::jsonb) as x(id uuid, kind text,
      name text, email text, phone text, company text, "ownerId" text, "lifecycleStage" text,
      "hubspotContactId" text, "hubspotCompanyId" text, "stripeCustomerId" text, "stripeCustomerIds" text[],
      "subscriptionStatus" text, "monthlyRevenue" jsonb, receivable jsonb, "balanceMinor" bigint, currency text,
      delinquent boolean)
    on conflict (id) do update set kind = excluded.kind, name = excluded.name, email = excluded.email,
      phone = excluded.phone, company = excluded.company, owner_id = excluded.owner_id,
      lifecycle_stage = excluded.lifecycle_stage, hubspot_contact_id = excluded.hubspot_contact_id,
      hubspot_company_id = excluded.hubspot_company_id, stripe_customer_id = excluded.stripe_customer_id,
      stripe_customer_ids = excluded.stripe_customer_ids, subscription_status = excluded.subscription_status,
      monthly_revenue = excluded.monthly_revenue, receivable = excluded.receivable,
      balance_minor = excluded.balance_minor, currency = excluded.currency, delinquent = excluded.delinquent,
      version = c.version + 1, updated_at = now()
    where (c.kind, c.name, c.email, c.phone, c.company, c.owner_id, c.lifecycle_stage, c.hubspot_contact_id,
        c.hubspot_company_id, c.stripe_customer_id, c.stripe_customer_ids, c.subscription_status, c.monthly_revenue,
        c.receivable, c.balance_minor, c.currency, c.delinquent)
      is distinct from (excluded.kind, excluded.name, excluded.email, excluded.phone, excluded.company,
        excluded.owner_id, excluded.lifecycle_stage, excluded.hubspot_contact_id, excluded.hubspot_company_id,
        excluded.stripe_customer_id, excluded.stripe_customer_ids, excluded.subscription_status,
        excluded.monthly_revenue, excluded.receivable, excluded.balance_minor, excluded.currency,
        excluded.delinquent)`.execute(tx);
};
