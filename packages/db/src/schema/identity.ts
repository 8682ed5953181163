import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

type JsonValue = ColumnType<Json, string, string>;

/** What ties a vendor object to another one, or to a key. */
export interface IdentityEdgesTable {
  tenant_id: string;
  a: string;
  b: string;
  kind: string;
  strength: 'strong' | 'weak' | 'link' | 'block';
  evidence: ColumnType<Json | null, string | null, string | null>;
  created_by: Generated<string>;
  created_at: Generated<Date>;
  revoked_at: Date | null;
}

/** What people should look at. */
export interface IdentityReviewsTable {
  id: string;
  tenant_id: string;
  kind: 'disagreement' | 'quarantine' | 'suggestion';
  a: string;
  b: string;
  subjects: string[];
  reason: string;
  evidence: JsonValue;
  status: Generated<'open' | 'approved' | 'rejected' | 'obsolete'>;
  decided_by: string | null;
  decision_reason: string | null;
  created_at: Generated<Date>;
  decided_at: Date | null;
}

/** A merge or a split of customers, with what it takes to undo it. */
export interface IdentityEventsTable {
  id: string;
  tenant_id: string;
  kind: 'merge' | 'split' | 'undo';
  level: 'person' | 'account';
  customer_id: string;
  other_id: string;
  cause: JsonValue;
  moved: string[];
  inverse: JsonValue;
  undone_at: Date | null;
  created_at: Generated<Date>;
}

/** Fields of a customer that became others at one moment. */
export interface CustomerChangesTable {
  id: string;
  tenant_id: string;
  customer_id: string;
  cause: JsonValue;
  changes: JsonValue;
  created_at: Generated<Date>;
}

export interface CustomerWordsTable {
  tenant_id: string;
  word: string;
}

/** What was forgotten and must not come back. */
export interface IdentitySuppressionsTable {
  tenant_id: string;
  hash: Buffer;
  kind: 'email' | 'record';
  created_at: Generated<Date>;
}

export interface IdentitySaltsTable {
  tenant_id: string;
  salt: Buffer;
}

/** A view: where each field of each customer comes from. */
export interface CustomerFieldsView {
  tenant_id: ColumnType<string, never, never>;
  customer_id: ColumnType<string, never, never>;
  field: ColumnType<string, never, never>;
  value: ColumnType<Json, never, never>;
  source_system: ColumnType<string, never, never>;
  source_type: ColumnType<string | null, never, never>;
  source_id: ColumnType<string | null, never, never>;
  source_time: ColumnType<Date | null, never, never>;
  rule: ColumnType<string, never, never>;
}
