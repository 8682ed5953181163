import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

type System = 'hubspot' | 'stripe' | 'notion';

export interface SourceRecordsTable {
  tenant_id: string;
  connection_id: Generated<string>;
  system: System;
  object_type: string;
  external_id: string;
  payload: ColumnType<Json, string, string>;
  content_hash: string;
  source_version: number;
  observed_at: Date;
  deleted_at: Date | null;
  delete_reason: 'archived' | 'deleted' | 'absent' | 'merged' | 'privacy' | null;
  merged_into: string | null;
  unresolved: Generated<boolean>;
  quarantined: string | null;
  written_by: string | null;
}

export interface SyncStreamsTable {
  tenant_id: string;
  connection_id: Generated<string>;
  system: System;
  stream: string;
  lane: 'sync' | 'audit';
  agent: string;
  object_type: string;
  mode: Generated<string>;
  phase: Generated<string>;
  run_id: string | null;
  started_by: string | null;
  position: ColumnType<Json, string | null, string | null>;
  since: Date | null;
  started_at: Date | null;
  checkpoint_at: Date | null;
  pages: Generated<number>;
  rows: Generated<number>;
  changed: Generated<number>;
  estimated_total: number | null;
  proves_absence: Generated<boolean>;
  run_fingerprint: string | null;
  fingerprint: string | null;
  fresh_at: Date | null;
  last_complete_at: Date | null;
  last_full_at: Date | null;
  last_full_rows: number | null;
  last_archived_at: Date | null;
  last_archived_rows: number | null;
  fresh_within_ms: number;
  stale_told_at: Date | null;
  error: ColumnType<Json, string | null, string | null>;
  created_at: Generated<Date>;
}

export interface SyncPagesTable {
  tenant_id: string;
  run_id: string;
  kind: 'seen' | 'absent';
  page: number;
  ids: string[];
}

export interface SyncQuarantineTable {
  tenant_id: string;
  connection_id: Generated<string>;
  system: string;
  stream: string;
  object_type: string;
  external_id: string;
  why: string;
  details: ColumnType<Json, string, string>;
  attempts: Generated<number>;
  first_seen_at: Generated<Date>;
  last_seen_at: Generated<Date>;
}
