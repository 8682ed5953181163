import type { Json, Vendor } from '@sherpa/core';
import type { ColumnType, Generated } from 'kysely';

export interface WebhookDeliveriesTable {
  id: string;
  tenant_id: string;
  connection_id: string;
  vendor: Vendor;
  event_type: string;
  object_type: string | null;
  object_id: string | null;
  other_objects: ColumnType<Json, string | undefined, string>;
  occurred_at: Date | null;
  received_at: Generated<Date>;
  api_version: string | null;
  status: 'received' | 'echo' | 'ignored';
  reason: string | null;
  task_id: string | null;
  payload: ColumnType<Json, string, string>;
}

export interface WebhookKeysTable {
  tenant_id: string;
  connection_id: string;
  key: string;
  delivery_id: string;
}

export interface WebhookRefusalsTable {
  tenant_id: string;
  connection_id: string;
  reason: string;
  count: number;
  first_at: Generated<Date>;
  last_at: Generated<Date>;
}

export interface WebhookHandshakesTable {
  id: string;
  tenant_id: string;
  connection_id: string;
  secret: Buffer;
  key_id: string;
  received_at: Generated<Date>;
}
