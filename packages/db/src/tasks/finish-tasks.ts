import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { endedTasks } from './ended-tasks.ts';
import { insertEvents } from './insert-events.ts';
import { insertMessages } from './insert-messages.ts';
import { insertTasks, type NewTask } from './insert-tasks.ts';
import type { Finish, FinishAnswer, Outcome } from './finish.ts';
import { inLockOrder } from './lock-order.ts';
import { RELAY_GRACE_MS } from './relay-tasks.ts';
import { saveState } from './state.ts';

class StateConflict extends Error {}

const errorOf = (outcome: Outcome): unknown => ('error' in outcome ? outcome.error : null);

const toInput = (finishes: readonly Finish[]): string =>
  toJsonb(
    inLockOrder(finishes).map(({ id, attempt, outcome }) => ({
      id,
      attempt,
      status: outcome.status,
      result: outcome.status === 'completed' ? outcome.result : null,
      error: errorOf(outcome),
      delay_ms: outcome.status === 'pending' ? outcome.delayMs : 0,
      uncounted: outcome.status === 'pending' && !outcome.counted ? 1 : 0,
    })),
  );

/** A task that somebody wants cancelled is not tried again. */
const becomes = sql`case when i.status = 'pending' and t.cancel_requested_at is not null then 'cancelled'
  else i.status end`;

/** Names one attempt: a batch may hold two of one task, of which at most one still has the fence. */
const fenceOf = ({ id, attempt }: Pick<Finish, 'id' | 'attempt'>): string => `${id} ${attempt}`;

/** Moves the tasks whose fence still holds, frees their keys, ends their messages; answers with those attempts. */
const moveTasks = async (tx: Db, finishes: readonly Finish[]): Promise<Set<string>> => {
  const { rows } = await sql<Pick<Finish, 'id' | 'attempt'>>`
    with input as (
      select * from jsonb_to_recordset(${toInput(finishes)}::jsonb) as x(id uuid, attempt integer, status text,
        result jsonb, error jsonb, delay_ms double precision, uncounted integer)
    ), moved as (
      update agent_tasks t set status = ${becomes}, result = i.result, error = i.error,
        worker_id = case ${becomes} when 'pending' then null else t.worker_id end, lease_expires_at = null,
        uncounted_attempts = t.uncounted_attempts + i.uncounted,
        run_at = case i.status when 'pending' then now() + i.delay_ms * interval '1 ms' else t.run_at end,
        relay_at = now() + (i.delay_ms + ${RELAY_GRACE_MS}) * interval '1 ms',
        finished_at = case ${becomes} when 'pending' then null else now() end
      from input i where t.id = i.id and t.attempt = i.attempt and t.status = 'in_progress'
      returning t.id, t.attempt, t.status, t.message_id
    ), ${endedTasks}
    select id, attempt from moved`.execute(tx);
  return new Set(rows.map(fenceOf));
};

const followUps = (finish: Finish): NewTask[] => [
  ...finish.messages.map((message) => message.delivery),
  ...finish.tasks,
];

const commitOnce = (engine: Db, finishes: readonly Finish[]): Promise<FinishAnswer[]> =>
  engine.transaction().execute(async (tx) => {
    const held = await moveTasks(tx, finishes);
    const ours = finishes.filter((finish) => held.has(fenceOf(finish)));
    if (!(await saveState(tx, ours))) throw new StateConflict();
    await insertEvents(tx, ours);
    const wanted = ours.flatMap(followUps);
    const inserted = new Set(
      (await insertTasks(tx, wanted)).filter((task) => task.inserted).map((task) => task.id),
    );
    await insertMessages(tx, ours, inserted);
    return finishes.map((finish): FinishAnswer =>
      held.has(fenceOf(finish))
        ? {
            id: finish.id,
            kind: 'committed',
            enqueued: followUps(finish).filter((task) => inserted.has(task.id)),
          }
        : { id: finish.id, kind: 'fenced' },
    );
  });

/** The keys that ends let go of and take, and the state they write, may cross those of another batch. */
const commit = (engine: Db, finishes: readonly Finish[]): Promise<FinishAnswer[]> =>
  retryConflicts(() => commitOnce(engine, finishes));

const commitAlone = async (engine: Db, finish: Finish): Promise<FinishAnswer[]> => {
  try {
    return await commit(engine, [finish]);
  } catch (err) {
    return [
      err instanceof StateConflict
        ? { id: finish.id, kind: 'state_conflict' }
        : { id: finish.id, kind: 'error', error: err },
    ];
  }
};

/**
 * Commits the ends of many attempts in one transaction. If that fails, each is tried alone, so that a
 * bad one does not take its neighbours with it; the answers come in the order of the call.
 */
export const finishTasks = async (engine: Db, finishes: readonly Finish[]): Promise<FinishAnswer[]> => {
  const [only] = finishes;
  if (only === undefined) return [];
  if (finishes.length === 1) return commitAlone(engine, only);
  try {
    return await commit(engine, finishes);
  } catch {
    const answers: FinishAnswer[] = [];
    for (const finish of finishes) answers.push(...(await commitAlone(engine, finish)));
    return answers;
  }
};
