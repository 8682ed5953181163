import type { ConnectionStatus, Json, Vendor } from '@sherpa/core';
import type { ColumnType, Generated } from 'kysely';

type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
type MomentOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type JsonValue = ColumnType<Json, string | undefined, string>;

export interface ConnectionsTable {
  id: string;
  tenant_id: string;
  vendor: Vendor;
  name: string;
  account: string | null;
  status: Generated<ConnectionStatus>;
  status_reason: string | null;
  origin: Generated<'api' | 'environment'>;
  settings: JsonValue;
  secrets: JsonValue;
  credentials: Buffer | null;
  credentials_key_id: string | null;
  credentials_changed_at: Moment;
  checked_at: MomentOrNull;
  last_used_at: MomentOrNull;
  created_at: Generated<Date>;
  updated_at: Moment;
}
