import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

type MomentOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>;
type JsonValue = ColumnType<Json, string, string>;

export type WaitKind = 'timer' | 'signal' | 'tasks' | 'approval' | 'budget';

export interface AgentWaitsTable {
  task_id: string;
  tenant_id: string;
  kind: WaitKind;
  name: string;
  wake_at: MomentOrNull;
  signal: string | null;
  detail: JsonValue;
  created_at: Generated<Date>;
}

export interface AgentSignalsTable {
  id: string;
  tenant_id: string;
  name: string;
  payload: JsonValue;
  sent_at: Date;
}

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled';

export interface AgentApprovalsTable {
  id: string;
  tenant_id: string;
  task_id: string;
  agent: string;
  name: string;
  title: string;
  detail: ColumnType<Json | null, string | null, string | null>;
  asked_of: string[];
  status: ColumnType<ApprovalStatus, ApprovalStatus | undefined, ApprovalStatus>;
  decided_by: string | null;
  reason: string | null;
  expires_at: MomentOrNull;
  escalate_at: MomentOrNull;
  escalate_to: string[];
  escalated_at: MomentOrNull;
  created_at: Generated<Date>;
  decided_at: MomentOrNull;
}
