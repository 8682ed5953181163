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
  customer_id: string;
  keys: string[];
  fields: ColumnType<Json, string, string>;
  source_version: number;
  deleted: Generated<boolean>;
  updated_at: Generated<Date>;
}

export interface CustomerKeysTable {
  tenant_id: string;
  key: string;
  customer_id: string;
}

export interface KnowledgeBaseTable {
  id: string;
  tenant_id: string;
  source: string;
  external_id: string;
  title: string;
  category: string | null;
  tags: Generated<string[]>;
  content: string;
  search: ColumnType<string, never, never>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}
