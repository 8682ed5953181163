import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import type { Db } from '../schema/index.ts';
import { insertApprovals } from './insert-approvals.ts';
import { wakeForSentSignals } from './signals.ts';
import type { NewWait, ParkedTask } from './wait.ts';

/** When it ends by itself: at a moment, so many milliseconds from now, or never. */
const timeOf = (wait: NewWait): { readonly moment?: Date; readonly in_ms?: number | undefined } => {
  switch (wait.kind) {
    case 'timer':
      return 'until' in wait ? { moment: wait.until } : { in_ms: wait.afterMs };
    case 'signal':
      return { in_ms: wait.timeoutMs };
    case 'approval':
      return { in_ms: wait.approval.expiresInMs };
    case 'tasks':
      return {};
  }
};

const detailOf = (wait: NewWait): Record<string, unknown> => {
  switch (wait.kind) {
    case 'tasks':
      return { tasks: wait.tasks.map(({ id }) => id) };
    case 'approval':
      return { approvalId: wait.approval.id };
    case 'timer':
    case 'signal':
      return {};
  }
};

const insertWaits = async (tx: Db, parked: readonly ParkedTask[]): Promise<void> => {
  const input = parked.map(({ id, tenantId, wait }) => ({
    task_id: id,
    tenant_id: tenantId,
    kind: wait.kind,
    name: wait.name,
    signal: wait.kind === 'signal' ? wait.signal : null,
    detail: detailOf(wait),
    ...timeOf(wait),
  }));
  await sql`
    insert into agent_waits (task_id, tenant_id, kind, name, wake_at, signal, detail)
    select task_id, tenant_id, kind, name, coalesce(moment, now() + in_ms * interval '1 ms'), signal, detail
    from jsonb_to_recordset(${toJsonb(input)}::jsonb) as x(task_id uuid, tenant_id uuid, kind text, name text,
      moment timestamptz, in_ms double precision, signal text, detail jsonb)`.execute(tx);
};

/**
 * Writes down what tasks wait for that have just become `waiting` in this transaction, and wakes those
 * that need not wait. Their children are inserted before, the signals locked (`lockSignals`) before all.
 */
export const parkTasks = async (tx: Db, parked: readonly ParkedTask[]): Promise<ReadyTask[]> => {
  if (parked.length === 0) return [];
  await insertWaits(tx, parked);
  await insertApprovals(tx, parked);
  return wakeForSentSignals(tx, parked);
};
