import type { Selectable } from 'kysely';
import type { Json } from '@sherpa/core';
import type { AgentApprovalsTable, ApprovalStatus } from '../schema/waiting.ts';

export type { ApprovalStatus };

/** What people were asked, and what they said. */
export interface Approval {
  readonly id: string;
  readonly taskId: string;
  readonly agent: string;
  readonly name: string;
  readonly title: string;
  readonly detail: Json;
  readonly askedOf: readonly string[];
  readonly status: ApprovalStatus;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly expiresAt: Date | null;
  readonly escalateAt: Date | null;
  readonly escalateTo: readonly string[];
  readonly escalatedAt: Date | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

/** The columns of an `Approval` and its tenant. */
export const approvalColumns = [
  'id',
  'tenant_id',
  'task_id',
  'agent',
  'name',
  'title',
  'detail',
  'asked_of',
  'status',
  'decided_by',
  'reason',
  'expires_at',
  'escalate_at',
  'escalate_to',
  'escalated_at',
  'created_at',
  'decided_at',
] as const satisfies readonly (keyof AgentApprovalsTable)[];

export type ApprovalRow = Pick<Selectable<AgentApprovalsTable>, (typeof approvalColumns)[number]>;

export const toApproval = (row: ApprovalRow): Approval => ({
  id: row.id,
  taskId: row.task_id,
  agent: row.agent,
  name: row.name,
  title: row.title,
  detail: row.detail,
  askedOf: row.asked_of,
  status: row.status,
  decidedBy: row.decided_by,
  reason: row.reason,
  expiresAt: row.expires_at,
  escalateAt: row.escalate_at,
  escalateTo: row.escalate_to,
  escalatedAt: row.escalated_at,
  createdAt: row.created_at,
  decidedAt: row.decided_at,
});
