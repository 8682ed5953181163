import { sql } from 'kysely';
import { toJsonb, toStorable } from '../jsonb.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { approvalColumns, toApproval, type Approval, type ApprovalRow } from './approval.ts';
import { tellOfApprovals } from './approval-events.ts';
import { getApproval } from './browse-approvals.ts';
import { wake } from './wake.ts';

/** What somebody says to an approval. */
export interface Decision {
  readonly approved: boolean;
  readonly by: string;
  readonly reason: string | null;
}

/** What a decision came to; refused where the approval is decided, withdrawn or past its time already. */
export type Decided =
  | { readonly kind: 'decided'; readonly approval: Approval; readonly staged: StagedJobs }
  | { readonly kind: 'refused'; readonly approval: Approval }
  | { readonly kind: 'unknown' };

const record = async (tx: Db, id: string, decision: Decision): Promise<ApprovalRow | undefined> => {
  const status = decision.approved ? 'approved' : 'rejected';
  const reason = decision.reason === null ? null : toStorable(decision.reason);
  const { rows } = await sql<ApprovalRow>`
    update agent_approvals set status = ${status}, decided_by = ${toStorable(decision.by)}, reason = ${reason},
      decided_at = now()
    where id = ${id} and status = 'pending' and (expires_at is null or expires_at > now())
    returning ${sql.join(approvalColumns.map((column) => sql.ref(column)))}`.execute(tx);
  return rows[0];
};

/** Records a decision with its event and wakes the task, once: whoever decides later is refused. */
export const decideApproval = async (tx: Db, id: string, decision: Decision): Promise<Decided> => {
  const known = await getApproval(tx, id);
  if (known === undefined) return { kind: 'unknown' };
  // The wait first, as everybody who ends one does.
  await sql`select from agent_waits where task_id = ${known.taskId} for update`.execute(tx);
  const row = await record(tx, id, decision);
  if (row === undefined) return { kind: 'refused', approval: (await getApproval(tx, id)) ?? known };
  const { approved, by, reason } = decision;
  const woken = await wake(
    tx,
    sql`delete from agent_waits
      where task_id = ${known.taskId} and kind = 'approval' and detail ->> 'approvalId' = ${id}
      returning task_id, tenant_id, name, ${toJsonb({ kind: 'decided', approved, by, reason })}::jsonb as result`,
  );
  await tellOfApprovals(tx, [
    {
      tenantId: row.tenant_id,
      agent: row.agent,
      taskId: row.task_id,
      type: approved ? 'approved' : 'rejected',
      data: { approvalId: id, by, reason },
    },
  ]);
  return { kind: 'decided', approval: toApproval(row), staged: await stageWoken(tx, woken) };
};
