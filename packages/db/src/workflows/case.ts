import type { Selectable } from 'kysely';
import type { CaseStatus, WorkflowCasesTable } from '../schema/workflows.ts';

export type { CaseStatus };

/** Ids by what they are of. */
export type Ids = Readonly<Record<string, string>>;

/** One matter that a workflow sees to from its beginning to its end. */
export interface WorkflowCase {
  readonly id: string;
  readonly workflow: string;
  /** What it is of, such as an invoice's id; a workflow has one case for each. */
  readonly key: string;
  readonly status: CaseStatus;
  /** Ids of what it is about. */
  readonly subject: Ids;
  /** Ids of what was made for it at the vendors. */
  readonly refs: Ids;
  /** Why it is held, or how it ended. */
  readonly reason: string | null;
  readonly dueAt: Date | null;
  /** The task that moved it last. */
  readonly taskId: string;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
}

export const caseColumns = [
  'id',
  'workflow',
  'key',
  'status',
  'subject',
  'refs',
  'reason',
  'due_at',
  'task_id',
  'opened_at',
  'updated_at',
  'closed_at',
] as const;

export type CaseRow = Pick<Selectable<WorkflowCasesTable>, (typeof caseColumns)[number]>;

export const toCase = (row: CaseRow): WorkflowCase => ({
  id: row.id,
  workflow: row.workflow,
  key: row.key,
  status: row.status,
  subject: row.subject,
  refs: row.refs,
  reason: row.reason,
  dueAt: row.due_at,
  taskId: row.task_id,
  openedAt: row.opened_at,
  updatedAt: row.updated_at,
  closedAt: row.closed_at,
});
