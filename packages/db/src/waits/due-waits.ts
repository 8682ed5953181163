import { sql } from 'kysely';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import type { ApprovalRow } from './approval.ts';
import { tellOfApprovals } from './approval-events.ts';
import { wake } from './wake.ts';

/** Tasks whose time to wait is over, and their jobs. */
export interface WokenTasks {
  readonly tasks: readonly ReadyTask[];
  readonly staged: StagedJobs;
}

/** Rows that somebody else is about to wake are left to them. */
const due = (limit: number) => sql`
  delete from agent_waits w using (
    select task_id from agent_waits where wake_at <= now() order by wake_at limit ${limit} for update skip locked
  ) d
  where w.task_id = d.task_id
  returning w.task_id, w.tenant_id, w.name, case w.kind
    when 'signal' then '{"kind": "timeout"}'::jsonb
    when 'approval' then '{"kind": "expired", "approved": false, "by": null, "reason": null}'::jsonb
    else '{"kind": "time"}'::jsonb end as result`;

type ToldRow = Pick<ApprovalRow, 'id' | 'tenant_id' | 'agent' | 'task_id' | 'escalate_to'>;

const tell = (tx: Db, type: 'expired' | 'escalated', rows: readonly ToldRow[]): Promise<void> =>
  tellOfApprovals(
    tx,
    rows.map((row) => ({
      tenantId: row.tenant_id,
      agent: row.agent,
      taskId: row.task_id,
      type,
      data: { approvalId: row.id, ...(type === 'escalated' ? { escalateTo: row.escalate_to } : {}) },
    })),
  );

const expireApprovals = async (tx: Db, taskIds: readonly string[]): Promise<void> => {
  if (taskIds.length === 0) return;
  const { rows } = await sql<ToldRow>`
    update agent_approvals set status = 'expired', decided_at = now()
    where task_id = any(${taskIds}::uuid[]) and status = 'pending'
    returning id, tenant_id, agent, task_id, escalate_to`.execute(tx);
  await tell(tx, 'expired', rows);
};

/** Whether there is anything for the other two to do: one look, since mostly there is not. */
export const isWaitDue = async (engine: Db): Promise<boolean> => {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from agent_waits where wake_at <= now()) or exists (
      select from agent_approvals where status = 'pending' and escalated_at is null and escalate_at <= now()
    ) as due`.execute(engine);
  return rows[0]?.due === true;
};

/**
 * Wakes the tasks whose time has come or run out, the longest due first, up to `limit` of them. What it
 * costs goes by how many are due, not by how many wait.
 */
export const wakeDueTasks = (engine: Db, limit: number): Promise<WokenTasks> =>
  engine.transaction().execute(async (tx) => {
    const tasks = await wake(tx, due(limit));
    await expireApprovals(
      tx,
      tasks.map(({ id }) => id),
    );
    return { tasks, staged: await stageWoken(tx, tasks) };
  });

/** Tells of approvals that nobody decided in time to escalate, each once; answers how many. */
export const escalateApprovals = (engine: Db, limit: number): Promise<number> =>
  engine.transaction().execute(async (tx) => {
    const { rows } = await sql<ToldRow>`
      update agent_approvals a set escalated_at = now()
      from (select id from agent_approvals
        where status = 'pending' and escalated_at is null and escalate_at is not null and escalate_at <= now()
        order by escalate_at limit ${limit} for update skip locked) d
      where a.id = d.id
      returning a.id, a.tenant_id, a.agent, a.task_id, a.escalate_to`.execute(tx);
    await tell(tx, 'escalated', rows);
    return rows.length;
  });
