import type { Db } from '@sherpa/db';
import { sql } from 'kysely';

/** The auditor's own tables, beside the ledger: what the load was meant to be, and what steps really did. */
export const SIDE_TABLES = `
  create schema chaos;
  create table chaos.expected (
    task_id uuid primary key, tenant_id uuid not null, type text not null, counter text,
    cancelled boolean not null default false, at timestamptz not null default clock_timestamp());
  create table chaos.step_runs (
    run_id uuid primary key, task_id uuid not null, step text not null, attempt integer not null,
    at timestamptz not null default clock_timestamp());
  create index on chaos.step_runs (task_id);
  create table chaos.deaths (at timestamptz not null default clock_timestamp());
  grant usage on schema chaos to sherpa_app, sherpa_engine;
  grant select, insert, update on all tables in schema chaos to sherpa_app, sherpa_engine;`;

/** A task that was committed and must therefore come to one end. */
export interface Expected {
  readonly taskId: string;
  readonly tenantId: string;
  readonly type: string;
  readonly counter: string | undefined;
}

/** Notes what must end, in the transaction that enqueues it: both are there or neither is. */
export const insertExpected = async (tx: Db, rows: readonly Expected[]): Promise<void> => {
  const input = rows.map(({ taskId, tenantId, type, counter }) => ({
    task_id: taskId,
    tenant_id: tenantId,
    type,
    counter,
  }));
  await sql`insert into chaos.expected (task_id, tenant_id, type, counter)
    select task_id, tenant_id, type, counter
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as x(task_id uuid, tenant_id uuid, type text, counter text)
    on conflict do nothing`.execute(tx);
};

/** Notes that the task may end cancelled. */
export const noteCancel = async (tx: Db, taskId: string): Promise<void> => {
  await sql`update chaos.expected set cancelled = true where task_id = ${taskId}`.execute(tx);
};

/** Some task that has not ended and that nobody has cancelled yet. */
export const anyExpected = async (tx: Db, tenantId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ task_id: string }>`select task_id from chaos.expected e
    join agent_tasks t on t.id = e.task_id
    where t.tenant_id = ${tenantId} and not e.cancelled and t.status in ('pending', 'in_progress', 'waiting')
    order by random() limit 1`.execute(tx);
  return rows[0]?.task_id;
};

/** Notes that its producer dies as soon as this is committed. */
export const insertDeath = async (tx: Db): Promise<void> => {
  await sql`insert into chaos.deaths default values`.execute(tx);
};

/** Notes that a step's function really ran. */
export const insertStepRun = async (
  tx: Db,
  run: { readonly runId: string; readonly taskId: string; readonly step: string; readonly attempt: number },
): Promise<void> => {
  await sql`insert into chaos.step_runs (run_id, task_id, step, attempt)
    values (${run.runId}, ${run.taskId}, ${run.step}, ${run.attempt})`.execute(tx);
};
