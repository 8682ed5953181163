import { sql } from 'kysely';
import type { Vendor } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** What an id is of. */
export type AskedKind = 'task' | 'message' | 'webhook' | 'approval' | 'case' | 'event';

/** A task, and what led to it. */
export interface AskedTask {
  readonly kind: AskedKind;
  /** Null where it has none. */
  readonly taskId: string | null;
}

/** The task behind an id, whatever of it the id is of; undefined where this tenant has nothing of that id. */
export const findAsked = async (tx: Db, id: string): Promise<AskedTask | undefined> => {
  const { rows } = await sql<AskedTask>`
    select 'task' as kind, id as "taskId", 1 as place from agent_tasks where id = ${id}::uuid
    union all select 'message', task_id, 2 from agent_messages where id = ${id}::uuid
    union all select 'webhook', task_id, 3 from webhook_deliveries where id = ${id}::uuid
    union all select 'approval', task_id, 4 from agent_approvals where id = ${id}::uuid
    union all select 'case', task_id, 5 from workflow_cases where id = ${id}::uuid
    union all select 'event', task_id, 6 from agent_events where id = ${id}::uuid
    order by place limit 1`.execute(tx);
  return rows[0];
};

/** Whether the ledger still has the month in which an id was made; it drops none that is yet to come. */
export const isMonthKept = async (tx: Db, madeAt: Date): Promise<boolean> => {
  const { rows } = await sql<{ kept: boolean }>`
    select moment > now() or to_regclass('agent_tasks_' || to_char(moment at time zone 'UTC', 'YYYY_MM')) is not null
      as kept from (select to_timestamp(${madeAt.getTime() / 1_000}::float8) as moment) m`.execute(tx);
  return rows[0]?.kept === true;
};

/** One write of a task. */
export interface AskedEffect {
  readonly taskId: string;
  readonly name: string;
  readonly begunAt: Date;
}

const MOST_EFFECTS = 20;

/** The writes under a key, the newest first: with a key of its own, several tasks may have written the same. */
export const findEffectsByKey = async (tx: Db, key: string): Promise<AskedEffect[]> => {
  const { rows } = await sql<AskedEffect>`
    select task_id as "taskId", name, intended_at as "begunAt" from agent_effects
    where tenant_id = current_tenant() and key = ${key} order by task_id desc, name limit ${sql.lit(MOST_EFFECTS)}`.execute(
    tx,
  );
  return rows;
};

/** The write of that name in that task; none where there is none. */
export const findEffectByName = async (tx: Db, taskId: string, name: string): Promise<AskedEffect[]> => {
  const { rows } = await sql<AskedEffect>`
    select task_id as "taskId", name, intended_at as "begunAt" from agent_effects
    where task_id = ${taskId}::uuid and name = ${name}`.execute(tx);
  return rows;
};

/** An object of a vendor. */
export interface AskedObject {
  readonly system: Vendor;
  readonly objectType: string;
  readonly externalId: string;
}

/**
 * The writes of that object, the newest first, as far as intent or outcome name it. Where several kinds have one
 * of that id, those whose operation names the kind (`tasks.upsert`) are meant.
 */
export const findEffectsOfObject = async (
  tx: Db,
  { system, objectType, externalId }: AskedObject,
): Promise<AskedEffect[]> => {
  const { rows } = await sql<AskedEffect & { ofKind: boolean }>`
    select task_id as "taskId", name, intended_at as "begunAt",
      coalesce(starts_with(intent ->> 'operation', ${objectType}), false) as "ofKind" from agent_effects
    where tenant_id = current_tenant() and object_id = ${externalId} and vendor = ${system}
    order by task_id desc, name limit ${sql.lit(MOST_EFFECTS)}`.execute(tx);
  const meant = rows.filter(({ ofKind }) => ofKind);
  return (meant.length > 0 ? meant : rows).map(({ taskId, name, begunAt }) => ({ taskId, name, begunAt }));
};
