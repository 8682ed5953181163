import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

export interface TenantsTable {
  id: string;
  slug: string;
  created_at: Generated<Date>;
}

export interface CustomerCacheTable {
  id: string;
  tenant_id: string;
  kind: 'person' | 'account';
  name: string | null;
  email: string | null;
  phone: string | null;
  company: string | null;
  owner_id: string | null;
  lifecycle_stage: string | null;
  hubspot_contact_id: string | null;
  hubspot_company_id: string | null;
  stripe_customer_id: string | null;
  stripe_customer_ids: Generated<string[]>;
  subscription_status: string | null;
  monthly_revenue: ColumnType<Record<string, number>, string, string>;
  receivable: ColumnType<Record<string, number>, string, string>;
  balance_minor: number | null;
  currency: string | null;
  delinquent: boolean | null;
  job_title: string | null;
  domain: string | null;
  billing_email: string | null;
  tax_ids: Generated<string[]>;
  health_notes: string | null;
  playbook: string | null;
  onboarding_status: string | null;
  email_opt_out: boolean | null;
  risk_score: number | null;
  risk_reasons: ColumnType<Json | null, string | null, string | null>;
  risk_at: Date | null;
  provenance: ColumnType<Record<string, unknown>, string | undefined, string>;
  drift: ColumnType<Record<string, unknown>, string | undefined, string>;
  deleted_at: Date | null;
  version: Generated<number>;
  search: ColumnType<string, never, never>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CustomerSourcesTable {
  tenant_id: string;
  system: 'hubspot' | 'stripe' | 'notion';
  object_type: string;
  external_id: string;
  node: string;
  person_id: string | null;
  account_id: string | null;
  belongs_to: string | null;
  merged_into: string | null;
  fields: ColumnType<Json, string, string>;
  source_version: number;
  deleted: Generated<boolean>;
  updated_at: Generated<Date>;
}

/** What a customer brought a month from that day on. */
export interface CustomerRevenueDaysTable {
  tenant_id: string;
  customer_id: string;
  day: string;
  monthly_revenue: ColumnType<Record<string, number>, string, string>;
}
