import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import { matching } from '../failures/failure-filter.ts';
import { retryTasks } from '../failures/retry-tasks.ts';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import { stageJobs, stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { isFailingAgain, toMoveNow } from './redrive-pace.ts';
import { redriveColumns, toRedrive, type Redrive, type RedriveRow } from './redrive.ts';
import { settleRedriven } from './settle-redriven.ts';
import { tellRedrive } from './tell-redrive.ts';

/** One round of one redrive. */
export interface AdvancedRedrive {
  readonly redrive: Redrive;
  /** The tasks that were made pending. What is left of their old jobs has to be taken out of the queue. */
  readonly moved: readonly ReadyTask[];
  readonly staged: StagedJobs;
}

const columns = sql.join(redriveColumns.map((column) => sql.ref(column)));

/** Time that passed without a conductor is not made up for beyond this. */
const BURST = sql`interval '2 s'`;

/** Takes the redrive for this transaction, with how many tasks its rate allows by now. */
const take = async (tx: Db, id: string): Promise<(RedriveRow & { readonly due: number }) | undefined> => {
  const { rows } = await sql<RedriveRow & { due: number }>`
    select ${columns}, case when next_at > now() then 0
      else 1 + floor(extract(epoch from now() - greatest(next_at, now() - ${BURST})) * per_second) end::float8 as due
    from agent_redrives where id = ${id} and status = 'running' for update skip locked`.execute(tx);
  return rows[0];
};

/** The next ones in the order in which they were made, of those that had failed before it began. */
const pick = async (tx: Db, redrive: Redrive, count: number): Promise<string[]> => {
  if (count === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select t.id from agent_tasks t, agent_redrives r
    where r.id = ${redrive.id} and t.tenant_id = ${redrive.tenantId} and ${matching(redrive.filter)}
      and t.finished_at < r.created_at
      and not exists (select from agent_redriven d where d.redrive_id = r.id and d.task_id = t.id)
    order by t.id limit ${count}`.execute(tx);
  return rows.map((row) => row.id);
};

const note = async (tx: Db, redrive: Redrive, picked: readonly string[], moved: ReadonlySet<string>) => {
  const rows = picked.map((id) => ({ task_id: id, outcome: moved.has(id) ? null : 'skipped' }));
  const { rows: updated } = await sql<RedriveRow>`
    with noted as (
      insert into agent_redriven (redrive_id, tenant_id, task_id, outcome)
      select ${redrive.id}::uuid, ${redrive.tenantId}::uuid, task_id, outcome
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(task_id uuid, outcome text)
    )
    update agent_redrives set redriven = redriven + ${moved.size}, skipped = skipped + ${picked.length - moved.size},
      next_at = greatest(next_at, now() - ${BURST}) + ${picked.length} / per_second * interval '1 s'
    where id = ${redrive.id} returning ${columns}`.execute(tx);
  return updated.map(toRedrive)[0] ?? redrive;
};

const end = async (tx: Db, { id }: Redrive, status: 'done' | 'stopped'): Promise<Redrive> => {
  const row = await tx
    .updateTable('agent_redrives')
    .set({ status, finished_at: sql`now()` })
    .where('id', '=', id)
    .returning(redriveColumns)
    .executeTakeFirstOrThrow();
  const redrive = toRedrive(row);
  await tellRedrive(tx, `redrive.${status}`, redrive);
  return redrive;
};

const advance = async (tx: Db, id: string): Promise<AdvancedRedrive | undefined> => {
  const taken = await take(tx, id);
  if (taken === undefined) return undefined;
  const settled = await settleRedriven(tx, toRedrive(taken));
  const nothing = async (redrive: Redrive) => ({ redrive, moved: [], staged: await stageJobs(tx, []) });
  if (isFailingAgain(settled)) return nothing(await end(tx, settled, 'stopped'));
  const count = toMoveNow(settled, taken.due);
  const picked = await pick(tx, settled, count);
  if (picked.length === 0) {
    const isDone = count > 0 && settled.ended === settled.redriven;
    return nothing(isDone ? await end(tx, settled, 'done') : settled);
  }
  const moved = await retryTasks(tx, picked);
  const redrive = await note(tx, settled, picked, new Set(moved.map((task) => task.id)));
  return { redrive, moved, staged: await stageWoken(tx, moved) };
};

/**
 * Moves every redrive on by one round: notes which of its tasks have come to rest, stops it if they fail
 * again, and puts as many more back to work as its rate allows. Many conductors may ask; each redrive
 * is moved on by one at a time.
 */
export const advanceRedrives = async (engine: Db): Promise<AdvancedRedrive[]> => {
  const running = await engine
    .selectFrom('agent_redrives')
    .select('id')
    .where('status', '=', 'running')
    .orderBy('id')
    .execute();
  const advanced: AdvancedRedrive[] = [];
  for (const { id } of running) {
    const one = await retryConflicts(() => engine.transaction().execute((tx) => advance(tx, id)));
    if (one !== undefined) advanced.push(one);
  }
  return advanced;
};
