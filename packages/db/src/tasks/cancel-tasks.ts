import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import type { Db } from '../schema/index.ts';
import { stageAfterCancel, type Cancelled } from './after-cancel.ts';
import { CANCELLED } from './cancelled.ts';
import { endedTasks } from './ended-tasks.ts';
import { toldEnds } from './told-ends.ts';

const cancel = async (tx: Db, ids: readonly string[]): Promise<(Cancelled & { readonly id: string })[]> => {
  const { rows } = await sql<Cancelled & { readonly id: string }>`
    with found as materialized (
      select id from agent_tasks where id = any(${ids}::uuid[]) and status = 'pending' order by id for update
    ), moved as (
      update agent_tasks t set status = 'cancelled', cancel_requested_at = now(), finished_at = now(),
        error = ${CANCELLED}::jsonb
      from found f where t.id = f.id
      returning t.id, t.tenant_id, t.agent, t.type, t.attempt, t.status, t.message_id, t.awaited_by, t.concurrency_key
    ), ${endedTasks}, ${toldEnds()}
    select id, tenant_id as "tenantId", agent, status, awaited_by as "awaitedBy",
      concurrency_key as "concurrencyKey" from moved`.execute(tx);
  return rows;
};

/**
 * Cancels those of the tasks that are pending, of any tenants; answers with them. One that runs is left
 * alone. The jobs of who goes on because of that are in the outbox, from where the conductor adds them.
 */
export const cancelPendingTasks = async (engine: Db, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  return retryConflicts(() =>
    engine.transaction().execute(async (tx) => {
      const cancelled = await cancel(tx, ids);
      await stageAfterCancel(tx, cancelled);
      return cancelled.map(({ id }) => id);
    }),
  );
};
