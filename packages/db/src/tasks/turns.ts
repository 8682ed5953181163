import { sql } from 'kysely';
import { planFreshJobs, type ReadyTask } from '../outbox/plan-jobs.ts';
import { stagePlanned, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { EARLY_MS } from './read-due-tasks.ts';

/**
 * Takes the turn of those of the tasks that have a concurrency key and come first under it; answers with
 * the ones that have it, in the transaction that claims them. First is the most urgent and oldest of those
 * that are due, so that the tasks of one key run in their order, whoever asks for which of them.
 */
export const takeTurns = async (tx: Db, agent: string, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ task_id: string }>`
    with keyed as (
      select t.tenant_id, t.concurrency_key as key, array_agg(t.id) as asked,
        (array_agg(t.id) filter (where t.status = 'in_progress' and t.lease_expires_at < now()))[1] as stalled
      from unnest(${ids}::uuid[]) as i(id) join agent_tasks t on t.id = i.id
      where t.agent = ${agent} and t.concurrency_key is not null and t.status in ('pending', 'in_progress')
      group by t.tenant_id, t.concurrency_key
    ), first as (
      select k.tenant_id, k.key, coalesce(k.stalled, head.id) as id
      from keyed k left join lateral (
        select id from agent_tasks where tenant_id = k.tenant_id and agent = ${agent} and concurrency_key = k.key
          and status = 'pending' and run_at <= now() + ${EARLY_MS} * interval '1 ms'
          and cancel_requested_at is null and attempt - uncounted_attempts < max_attempts
        order by priority, id limit 1
      ) head on true
      where coalesce(k.stalled, head.id) = any(k.asked)
    ), taken as (
      insert into agent_turns as held (tenant_id, agent, key, task_id)
      select tenant_id, ${agent}, key, id from first order by tenant_id, key
      on conflict (tenant_id, agent, key) do update set task_id = excluded.task_id
        where held.task_id = excluded.task_id
      returning task_id
    )
    select task_id from taken`.execute(tx);
  return rows.map((row) => row.task_id);
};

interface Turn {
  readonly tenantId: string;
  readonly agent: string;
  readonly key: string;
}

/** Those who come first under these keys: the most urgent and oldest that is due, else the next to be. */
const firstUnder = async (tx: Db, turns: readonly Turn[]): Promise<ReadyTask[]> => {
  const { rows } = await sql<ReadyTask>`
    select next.id, f."tenantId", f.agent, next.type, next.priority, next."delayMs"
    from jsonb_to_recordset(${JSON.stringify(turns)}::jsonb) as f("tenantId" uuid, agent text, key text)
    cross join lateral (
      select id, type, priority, greatest(0, extract(epoch from run_at - now()) * 1000)::float8 as "delayMs"
      from agent_tasks where tenant_id = f."tenantId" and agent = f.agent and concurrency_key = f.key
        and status = 'pending' order by run_at > now(), priority, id limit 1
    ) next`.execute(tx);
  return rows;
};

/** Lets go of the turns of these tasks and answers with those whose turn it is then. */
const passOn = async (tx: Db, ids: readonly string[]): Promise<ReadyTask[]> => {
  const { rows } = await sql<Turn>`
    delete from agent_turns where task_id = any(${ids}::uuid[])
    returning tenant_id as "tenantId", agent, key`.execute(tx);
  return rows.length === 0 ? [] : firstUnder(tx, rows);
};

/** Those who come first under the keys of tasks that were cancelled before they ran. */
export const nextTurns = async (
  tx: Db,
  cancelled: readonly { tenantId: string; agent: string; concurrencyKey: string | null }[],
): Promise<ReadyTask[]> => {
  const turns = cancelled.flatMap(({ tenantId, agent, concurrencyKey: key }) =>
    key === null ? [] : [{ tenantId, agent, key }],
  );
  return turns.length === 0 ? [] : firstUnder(tx, turns);
};

/**
 * Those who come first under the keys of tasks that were put off, other than these: what was enqueued
 * behind one that was to come first may have no job, since that one would have given it its turn.
 */
export const nextBeside = async (tx: Db, putOff: readonly string[]): Promise<ReadyTask[]> => {
  if (putOff.length === 0) return [];
  const { rows } = await sql<Turn>`
    select distinct tenant_id as "tenantId", agent, concurrency_key as key from agent_tasks
    where id = any(${putOff}::uuid[]) and concurrency_key is not null and run_at > now()`.execute(tx);
  const first = rows.length === 0 ? [] : await firstUnder(tx, rows);
  return first.filter(({ id }) => !putOff.includes(id));
};

/**
 * Lets go of the turns of tasks that no longer run, in the transaction that ends or hands them back, and
 * stages a job for whoever is next under each key. Costs nothing to who has no concurrency key.
 */
export const passTurns = async (tx: Db, ids: readonly string[]): Promise<StagedJobs> =>
  stagePlanned(tx, ids.length === 0 ? [] : planFreshJobs(await passOn(tx, ids)));

/** What has been due for this long and has not begun is looked after by who comes behind it, in milliseconds. */
const FORGOTTEN_MS = 5_000;

/**
 * Stages a job for whoever comes first under the keys of these tasks, which are due and could not begin because of it, where
 * it has been due for long: its job may have been lost in the hands of a worker that died. The outbox is all that hears of
 * it, so the conductor adds the job; where its own job was only slow, a second one does no harm.
 */
export const remindFirst = async (engine: Db, behind: readonly string[]): Promise<void> => {
  const { rows } = await sql<ReadyTask>`
    select next.id, k.tenant_id as "tenantId", k.agent, next.type, next.priority, 0 as "delayMs"
    from (
      select distinct tenant_id, agent, concurrency_key from agent_tasks where id = any(${behind}::uuid[])
    ) k cross join lateral (
      select id, type, priority, run_at from agent_tasks
      where tenant_id = k.tenant_id and agent = k.agent and concurrency_key = k.concurrency_key
        and status = 'pending' and run_at <= now() order by priority, id limit 1
    ) next
    where next.run_at < now() - ${FORGOTTEN_MS} * interval '1 ms' and next.id <> all(${behind}::uuid[])`.execute(
    engine,
  );
  await stagePlanned(engine, planFreshJobs(rows));
};

/** Turns whose task does not run any more, which a crash in an odd place may leave; passes them on. */
export const passStaleTurns = (engine: Db): Promise<StagedJobs> =>
  engine.transaction().execute(async (tx) => {
    const { rows } = await sql<{ task_id: string }>`
      select c.task_id from agent_turns c left join agent_tasks t on t.id = c.task_id
      where t.status is distinct from 'in_progress' for update of c skip locked`.execute(tx);
    return passTurns(
      tx,
      rows.map((row) => row.task_id),
    );
  });
