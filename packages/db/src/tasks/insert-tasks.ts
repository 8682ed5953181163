import { sql } from 'kysely';
import type { Json, KeepKey } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { RELAY_GRACE_MS } from './relay-tasks.ts';
import type { TaskOrigin } from './task.ts';

/** A task to be: everything is decided by the caller but its place in time, which is the database's. */
export interface NewTask {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly payload: Json;
  readonly priority: number;
  readonly maxAttempts: number;
  /** Milliseconds from now, by the database's clock. */
  readonly delayMs: number;
  readonly origin: TaskOrigin;
  /** While another task of this agent holds the same key, this one is not inserted. */
  readonly key?: string | undefined;
  readonly keepKey: KeepKey;
  readonly messageId?: string | undefined;
  readonly causedBy?: string | undefined;
}

/** `inserted: false` means that a task already stands for it: `id` is that one's. */
export interface InsertedTask {
  readonly id: string;
  readonly inserted: boolean;
}

const toInput = (tasks: readonly NewTask[]): string =>
  JSON.stringify(
    tasks.map((task) => ({
      id: task.id,
      tenant_id: task.tenantId,
      agent: task.agent,
      type: task.type,
      payload: task.payload,
      priority: task.priority,
      max_attempts: task.maxAttempts,
      delay_ms: task.delayMs,
      origin: task.origin,
      key: task.key,
      keep_ms: task.keepKey === 'until-finished' ? null : task.keepKey.forMs,
      message_id: task.messageId,
      caused_by: task.causedBy,
    })),
  );

/**
 * One statement: keys are taken first (an expired one changes hands), and only a task without a key
 * or with the key it took becomes a row. An id that exists already is left as it is.
 */
const insertAll = async (db: Db, tasks: readonly NewTask[]): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`
    with input as (
      select * from jsonb_to_recordset(${toInput(tasks)}::jsonb) as x(
        id uuid, tenant_id uuid, agent text, type text, payload jsonb, priority integer, max_attempts integer,
        delay_ms double precision, origin text, key text, keep_ms double precision, message_id uuid, caused_by uuid)
    ), taken as (
      insert into agent_task_keys (tenant_id, agent, key, task_id, hold_until)
      select distinct on (tenant_id, agent, key) tenant_id, agent, key, id, now() + keep_ms * interval '1 ms'
      from input where key is not null order by tenant_id, agent, key, id
      on conflict (tenant_id, agent, key)
        do update set task_id = excluded.task_id, hold_until = excluded.hold_until
        where agent_task_keys.hold_until < now()
      returning task_id
    )
    insert into agent_tasks (id, tenant_id, agent, type, payload, priority, max_attempts, run_at, relay_at, origin,
      key, message_id, caused_by)
    select id, tenant_id, agent, type, payload, priority, max_attempts, now() + delay_ms * interval '1 ms',
      now() + (delay_ms + ${RELAY_GRACE_MS}) * interval '1 ms', origin, key, message_id, caused_by
    from input where key is null or id in (select task_id from taken)
    on conflict (id) do nothing
    returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
};

const holderOf = async (db: Db, task: NewTask): Promise<string | undefined> => {
  if (task.key === undefined) return task.id;
  const holder = await db
    .selectFrom('agent_task_keys')
    .select('task_id')
    .where('tenant_id', '=', task.tenantId)
    .where('agent', '=', task.agent)
    .where('key', '=', task.key)
    .executeTakeFirst();
  return holder?.task_id;
};

/**
 * Inserts tasks in the caller's transaction and answers for each in order. The caller adds the jobs
 * after its commit; until then, and should it die in between, the conductor's relay stands in.
 */
export const insertTasks = async (db: Db, tasks: readonly NewTask[]): Promise<InsertedTask[]> => {
  if (tasks.length === 0) return [];
  const inserted = await insertAll(db, tasks);
  const answers: InsertedTask[] = [];
  for (const task of tasks) {
    if (inserted.has(task.id)) answers.push({ id: task.id, inserted: true });
    else answers.push(await standIn(db, task));
  }
  return answers;
};

/** Who stands for a task that was not inserted. A holder may end while we look; then the key is free again. */
const standIn = async (db: Db, task: NewTask): Promise<InsertedTask> => {
  const holder = await holderOf(db, task);
  if (holder !== undefined) return { id: holder, inserted: false };
  const inserted = await insertAll(db, [task]);
  return inserted.has(task.id) ? { id: task.id, inserted: true } : standIn(db, task);
};
