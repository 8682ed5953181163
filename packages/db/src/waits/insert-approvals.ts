import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { tellOfApprovals } from './approval-events.ts';
import type { ParkedTask } from './wait.ts';

/** Asks people what tasks that just stopped to wait want to know of them. */
export const insertApprovals = async (tx: Db, parked: readonly ParkedTask[]): Promise<void> => {
  const asked = parked.flatMap(({ id: taskId, tenantId, agent, wait }) =>
    wait.kind === 'approval' ? [{ taskId, tenantId, agent, name: wait.name, ...wait.approval }] : [],
  );
  if (asked.length === 0) return;
  const input = asked.map((one) => ({
    id: one.id,
    tenant_id: one.tenantId,
    task_id: one.taskId,
    agent: one.agent,
    name: one.name,
    title: one.title,
    detail: one.detail,
    asked_of: one.askedOf,
    expires_ms: one.expiresInMs,
    escalate_ms: one.escalateAfterMs,
    escalate_to: one.escalateTo,
  }));
  await sql`
    insert into agent_approvals (id, tenant_id, task_id, agent, name, title, detail, asked_of, expires_at,
      escalate_at, escalate_to)
    select id, tenant_id, task_id, agent, name, title, detail, asked_of, now() + expires_ms * interval '1 ms',
      now() + escalate_ms * interval '1 ms', escalate_to
    from jsonb_to_recordset(${toJsonb(input)}::jsonb) as x(id uuid, tenant_id uuid, task_id uuid, agent text,
      name text, title text, detail jsonb, asked_of text[], expires_ms double precision,
      escalate_ms double precision, escalate_to text[])`.execute(tx);
  await tellOfApprovals(
    tx,
    asked.map(({ tenantId, agent, taskId, id, title, askedOf }) => ({
      tenantId,
      agent,
      taskId,
      type: 'requested',
      data: { approvalId: id, title, askedOf: [...askedOf] },
    })),
  );
};
