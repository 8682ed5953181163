import type { Selectable } from 'kysely';
import type { CustomerCacheTable } from '../schema/business.ts';
import type { ProjectedCustomer } from './fields/projected-customer.ts';

/** A row of `customer_cache`. */
export interface Customer extends ProjectedCustomer {
  readonly id: string;
  /** Ours, from 0 to 1; null until it has been computed. */
  readonly riskScore: number | null;
  /** Raised by every change. */
  readonly version: number;
  /** Since when nobody of its sources lives. */
  readonly deletedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const customerColumns = [
  'id',
  'kind',
  'name',
  'email',
  'phone',
  'company',
  'job_title',
  'domain',
  'owner_id',
  'lifecycle_stage',
  'email_opt_out',
  'hubspot_contact_id',
  'hubspot_company_id',
  'stripe_customer_id',
  'stripe_customer_ids',
  'billing_email',
  'tax_ids',
  'subscription_status',
  'monthly_revenue',
  'receivable',
  'balance_minor',
  'currency',
  'delinquent',
  'health_notes',
  'playbook',
  'onboarding_status',
  'risk_score',
  'version',
  'deleted_at',
  'created_at',
  'updated_at',
] as const;

export type CustomerRow = Pick<Selectable<CustomerCacheTable>, (typeof customerColumns)[number]>;

export const toCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  email: row.email,
  phone: row.phone,
  company: row.company,
  jobTitle: row.job_title,
  domain: row.domain,
  ownerId: row.owner_id,
  lifecycleStage: row.lifecycle_stage,
  emailOptOut: row.email_opt_out,
  hubspotContactId: row.hubspot_contact_id,
  hubspotCompanyId: row.hubspot_company_id,
  stripeCustomerId: row.stripe_customer_id,
  stripeCustomerIds: row.stripe_customer_ids,
  billingEmail: row.billing_email,
  taxIds: row.tax_ids,
  subscriptionStatus: row.subscription_status,
  monthlyRevenue: row.monthly_revenue,
  receivable: row.receivable,
  balanceMinor: row.balance_minor,
  currency: row.currency,
  delinquent: row.delinquent,
  healthNotes: row.health_notes,
  playbook: row.playbook,
  onboardingStatus: row.onboarding_status,
  riskScore: row.risk_score,
  version: row.version,
  deletedAt: row.deleted_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
