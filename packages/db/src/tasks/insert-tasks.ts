import { sql } from 'kysely';
import { toJsonb, toStorable } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import type { NewTask } from './new-task.ts';
import { replaceTasks } from './replace-tasks.ts';

/** `inserted: false` means that a task already stands for it: `id` is that one's. */
export interface InsertedTask {
  readonly id: string;
  readonly inserted: boolean;
  /** That task had not begun and took over payload, priority and time. */
  readonly replaced?: true;
}

const toInput = (tasks: readonly NewTask[]): string =>
  toJsonb(
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
      hops: task.hops ?? 0,
      concurrency_key: task.concurrencyKey,
      awaited_by: task.awaitedBy,
    })),
  );

/**
 * One statement: keys are taken first (an expired one changes hands), and only a task without a key
 * or with the key it took becomes a row. An id that exists already is left as it is.
 */
const insertAll = async (db: Db, tasks: readonly NewTask[]): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`${prepared}
    with input as (
      select * from jsonb_to_recordset(${toInput(tasks)}::jsonb) as x(
        id uuid, tenant_id uuid, agent text, type text, payload jsonb, priority integer, max_attempts integer,
        delay_ms double precision, origin text, key text, keep_ms double precision, message_id uuid, caused_by uuid,
        hops smallint, concurrency_key text, awaited_by uuid)
    ), taken as (
      insert into agent_task_keys (tenant_id, agent, key, task_id, hold_until)
      select distinct on (tenant_id, agent, key) tenant_id, agent, key, id, now() + keep_ms * interval '1 ms'
      from input where key is not null order by tenant_id, agent, key, id
      on conflict (tenant_id, agent, key)
        do update set task_id = excluded.task_id, hold_until = excluded.hold_until
        where agent_task_keys.hold_until < now()
      returning task_id
    )
    insert into agent_tasks (id, tenant_id, agent, type, payload, priority, max_attempts, run_at, origin, key,
      message_id, caused_by, hops, concurrency_key, awaited_by)
    select id, tenant_id, agent, type, payload, priority, max_attempts, now() + delay_ms * interval '1 ms',
      origin, key, message_id, caused_by, hops, concurrency_key, awaited_by
    from input where key is null or id in (select task_id from taken)
    on conflict (id) do nothing
    returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
};

const placeOf = (tenantId: string, agent: string, key: string): string =>
  JSON.stringify([tenantId, agent, toStorable(key)]);

interface Holder {
  readonly id: string;
  /** Null for one that is so old that its row is gone. */
  readonly type: string | null;
}

/** Who stands for each of these tasks, by place; a holder may have ended since. */
const holdersOf = async (db: Db, tasks: readonly NewTask[]): Promise<Map<string, Holder>> => {
  const { rows } = await sql<Holder & { tenant_id: string; agent: string; key: string }>`
    select k.tenant_id, k.agent, k.key, k.task_id as id, t.type from agent_task_keys k
    join jsonb_to_recordset(${toInput(tasks)}::jsonb) as i(tenant_id uuid, agent text, key text)
      using (tenant_id, agent, key)
    left join agent_tasks t on t.id = k.task_id`.execute(db);
  return new Map(rows.map((row) => [placeOf(row.tenant_id, row.agent, row.key), row]));
};

/**
 * The answers for tasks that were not inserted. One whose holder has just ended gets none, nor does one that
 * may still replace its holder; of another type than its own there is nothing that it could replace.
 */
const answerMissed = async (
  db: Db,
  missed: readonly NewTask[],
  isToReplace: (task: NewTask) => boolean,
): Promise<Map<string, InsertedTask>> => {
  const holders = missed.length === 0 ? new Map<string, Holder>() : await holdersOf(db, missed);
  return new Map(
    missed.flatMap((task) => {
      if (task.key === undefined) return [[task.id, { id: task.id, inserted: false }] as const];
      const holder = holders.get(placeOf(task.tenantId, task.agent, task.key));
      if (holder === undefined || (isToReplace(task) && holder.type === task.type)) return [];
      return [[task.id, { id: holder.id, inserted: false }] as const];
    }),
  );
};

const isReplacing = ({ key, onDuplicate = 'drop' }: NewTask): boolean =>
  key !== undefined && onDuplicate !== 'drop';

const newestOf = (tasks: readonly NewTask[]): NewTask[] => [
  ...new Map(tasks.map((task) => [placeOf(task.tenantId, task.agent, task.key ?? ''), task])).values(),
];

/**
 * Inserts tasks in the caller's transaction and answers for each in order. Those that were inserted are
 * to be staged (`stageJobs`) in the same transaction.
 */
export const insertTasks = async (db: Db, tasks: readonly NewTask[]): Promise<InsertedTask[]> => {
  const answers = new Map<string, InsertedTask>();
  // A key that was held may be free again a moment later: then there is neither a row nor a holder.
  for (let left = tasks; left.length > 0; left = left.filter((task) => !answers.has(task.id))) {
    const inserted = await insertAll(db, left);
    for (const id of inserted) answers.set(id, { id, inserted: true });
    const missed = left.filter((task) => !inserted.has(task.id));
    // Of several under one key in one batch the last is the newest.
    const newest = newestOf(missed.filter(isReplacing));
    for (const { askedId, id } of newest.length === 0 ? [] : await replaceTasks(db, newest))
      answers.set(askedId, { id, inserted: false, replaced: true });
    const dropped = missed.filter((task) => !answers.has(task.id));
    // What could not replace a task that runs already tries again, now that the key is free.
    const answered = await answerMissed(db, dropped, (task) => newest.includes(task));
    for (const [id, answer] of answered) answers.set(id, answer);
  }
  return tasks.flatMap((task) => answers.get(task.id) ?? []);
};
