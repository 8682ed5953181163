import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

type Ids = ColumnType<Record<string, string>, string | undefined, string>;

export interface WorkflowSettingsTable {
  tenant_id: string;
  workflow: string;
  settings: ColumnType<Record<string, Json>, string, string>;
  version: Generated<number>;
  changed_by: string;
  changed_at: Generated<Date>;
  paused_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export type CaseStatus = 'open' | 'held' | 'closed';

export interface WorkflowCasesTable {
  id: string;
  tenant_id: string;
  workflow: string;
  key: string;
  status: ColumnType<CaseStatus, CaseStatus | undefined, CaseStatus>;
  subject: Ids;
  refs: Ids;
  reason: string | null;
  due_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  task_id: string;
  opened_at: Generated<Date>;
  updated_at: Generated<Date>;
  closed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface PrivacyAuditsTable {
  tenant_id: string;
  number: number;
  request: string;
  record: ColumnType<Json, string, string>;
  signature: string;
  made_at: Generated<Date>;
}
