import type { Db } from '../schema/index.ts';
import { approvalColumns, toApproval, type Approval, type ApprovalStatus } from './approval.ts';

export interface ApprovalFilter {
  readonly status?: ApprovalStatus | undefined;
  readonly limit: number;
  /** The id of the last approval seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

/** A tenant's approvals, newest first. */
export const listApprovals = async (
  tx: Db,
  { status, limit, cursor }: ApprovalFilter,
): Promise<Approval[]> => {
  const rows = await tx
    .selectFrom('agent_approvals')
    .select(approvalColumns)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'pending'))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toApproval);
};

/** The approval of that id, or undefined if this tenant has none. */
export const getApproval = async (tx: Db, id: string): Promise<Approval | undefined> => {
  const row = await tx
    .selectFrom('agent_approvals')
    .select(approvalColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toApproval(row);
};
