import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';

/** What the ledger tells of an approval. */
interface ApprovalFact {
  readonly tenantId: string;
  readonly agent: string;
  readonly taskId: string;
  readonly type: 'requested' | 'approved' | 'rejected' | 'expired' | 'escalated';
  readonly data: Readonly<Record<string, Json>>;
}

/** Appends these facts to the tenant's events. */
export const tellOfApprovals = async (tx: Db, facts: readonly ApprovalFact[]): Promise<void> => {
  if (facts.length === 0) return;
  const input = facts.map(({ tenantId, agent, taskId, type, data }) => ({
    id: newId(),
    tenant_id: tenantId,
    agent,
    task_id: taskId,
    type: `approval.${type}`,
    data,
  }));
  await sql`
    insert into agent_events (id, tenant_id, agent, type, task_id, data)
    select * from jsonb_to_recordset(${toJsonb(input)}::jsonb)
      as x(id uuid, tenant_id uuid, agent text, type text, task_id uuid, data jsonb)`.execute(tx);
};
