import { sql } from 'kysely';
import { retryConflicts } from '../conflict.ts';
import { fingerprintOf } from '../failures/fingerprint.ts';
import { failedAttemptsOf, recordAttempts } from '../failures/record-attempts.ts';
import { toJsonb } from '../jsonb.ts';
import type { ReadyTask } from '../outbox/plan-jobs.ts';
import { stageJobs, stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { wakeParents, type MovedChild } from '../waits/child-ends.ts';
import { parkTasks } from '../waits/park-tasks.ts';
import { lockSignals } from '../waits/signals.ts';
import type { ParkedTask } from '../waits/wait.ts';
import { CANCELLED } from './cancelled.ts';
import { endedTasks } from './ended-tasks.ts';
import { insertEvents } from './insert-events.ts';
import { insertMessages } from './insert-messages.ts';
import { insertTasks } from './insert-tasks.ts';
import type { NewTask } from './new-task.ts';
import type { Finish, FinishAnswer, Outcome } from './finish.ts';
import { inLockOrder } from './lock-order.ts';
import { saveState } from './state.ts';
import { toldEnds } from './told-ends.ts';
import { passTurns } from './turns.ts';

class StateConflict extends Error {}

const errorOf = (outcome: Outcome): unknown => ('error' in outcome ? outcome.error : null);

const toInput = (finishes: readonly Finish[]): string =>
  toJsonb(
    inLockOrder(finishes).map(({ id, attempt, workerId, ranMs, vendorCalls, outcome, agent, type }) => ({
      id,
      attempt,
      fingerprint: outcome.status === 'failed' ? fingerprintOf({ agent, type, error: outcome.error }) : null,
      worker_id: workerId,
      ran_ms: ranMs,
      calls: vendorCalls === 0 ? null : vendorCalls,
      status: outcome.status,
      result: outcome.status === 'completed' ? outcome.result : null,
      error: errorOf(outcome),
      delay_ms: outcome.status === 'pending' ? outcome.delayMs : 0,
      uncounted: outcome.status === 'waiting' || (outcome.status === 'pending' && !outcome.counted) ? 1 : 0,
    })),
  );

/** A task that somebody wants cancelled is not tried again, and does not wait. */
const becomes = sql`case when i.status in ('pending', 'waiting') and t.cancel_requested_at is not null then 'cancelled'
  else i.status end`;

/** This worker wrote the attempt down before, or nobody has begun another one since it was read. */
const fence = sql`((t.status = 'in_progress' and t.attempt = i.attempt and t.worker_id = i.worker_id)
  or (t.status = 'pending' and t.attempt = i.attempt - 1))`;

/** Names one attempt: a batch may hold two of one task, of which at most one still has the fence. */
const fenceOf = ({ id, attempt }: Pick<Finish, 'id' | 'attempt'>): string => `${id} ${attempt}`;

type MovedTask = Pick<Finish, 'id' | 'attempt'> & MovedChild;

/** Moves the tasks whose fence still holds, frees their keys, ends their messages; answers with those attempts. */
const moveTasks = async (tx: Db, finishes: readonly Finish[]): Promise<Map<string, MovedTask>> => {
  const { rows } = await sql<MovedTask>`
    with input as (
      select * from jsonb_to_recordset(${toInput(finishes)}::jsonb) as x(id uuid, attempt integer, worker_id uuid,
        ran_ms double precision, calls integer, status text, result jsonb, error jsonb, delay_ms double precision, uncounted integer,
        fingerprint text)
    ), moved as (
      update agent_tasks t set status = ${becomes}, attempt = i.attempt, result = i.result,
        error = case when i.status = 'waiting' and ${becomes} = 'cancelled' then ${CANCELLED}::jsonb else i.error end,
        fingerprint = i.fingerprint,
        worker_id = case when ${becomes} in ('pending', 'waiting') then null else i.worker_id end, lease_expires_at = null,
        uncounted_attempts = t.uncounted_attempts + i.uncounted,
        vendor_calls = case when i.calls is null then t.vendor_calls else coalesce(t.vendor_calls, 0) + i.calls end,
        earlier_ms = case i.status when 'completed' then t.earlier_ms else coalesce(t.earlier_ms, 0) + round(i.ran_ms) end,
        run_at = case i.status when 'pending' then now() + i.delay_ms * interval '1 ms' else t.run_at end,
        started_at = case t.status when 'pending' then now() - i.ran_ms * interval '1 ms' else t.started_at end,
        finished_at = case when ${becomes} in ('pending', 'waiting') then null else now() end
      from input i where t.id = i.id and ${fence}
      returning t.id, t.tenant_id, t.agent, t.type, t.attempt, t.status, t.message_id, t.awaited_by,
        i.status as asked
    ), ${endedTasks}, ${toldEnds(sql`m.asked <> m.status`)}
    select id, attempt, status, awaited_by as "awaitedBy" from moved`.execute(tx);
  return new Map(rows.map((row) => [fenceOf(row), row]));
};

const followUps = (finish: Finish): NewTask[] => [
  ...finish.messages.map((message) => message.delivery),
  ...finish.tasks,
];

/** The answers to a batch, and the jobs that its commit owes the queue. */
export interface Finished {
  readonly answers: readonly FinishAnswer[];
  readonly staged: readonly StagedJobs[];
}

/**
 * A task that came in a pack goes on by itself. Its job is added at once, also where the task rests
 * first or has failed for good: the one who picks it up moves it to where people look for it, with the reason.
 */
const goesOnAlone = ({ hasOwnJob, outcome }: Finish): boolean =>
  !hasOwnJob && (outcome.status === 'pending' || outcome.status === 'failed');

const readyAfter = (finishes: readonly Finish[], inserted: ReadonlySet<string>): ReadyTask[] => [
  ...finishes.flatMap(followUps).filter((task) => inserted.has(task.id)),
  ...finishes.filter(goesOnAlone).map((finish) => ({ ...finish, delayMs: 0, alone: true })),
];

/** Those that now wait; one that was to be cancelled does not. */
const parkedOf = (finishes: readonly Finish[], moved: ReadonlyMap<string, MovedTask>): ParkedTask[] =>
  finishes.flatMap((finish) =>
    finish.outcome.status === 'waiting' && moved.get(fenceOf(finish))?.status === 'waiting'
      ? [{ id: finish.id, tenantId: finish.tenantId, agent: finish.agent, wait: finish.outcome.wait }]
      : [],
  );

const childrenOf = ({ wait }: ParkedTask): readonly NewTask[] => (wait.kind === 'tasks' ? wait.tasks : []);

const waitersOf = (finishes: readonly Finish[]) =>
  finishes.flatMap(({ tenantId, outcome }) =>
    outcome.status === 'waiting' ? [{ tenantId, wait: outcome.wait }] : [],
  );

const commitOnce = (engine: Db, finishes: readonly Finish[]): Promise<Finished> =>
  engine.transaction().execute(async (tx) => {
    await lockSignals(tx, waitersOf(finishes));
    const held = await moveTasks(tx, finishes);
    const ours = finishes.filter((finish) => held.has(fenceOf(finish)));
    const parked = parkedOf(ours, held);
    if (!(await saveState(tx, ours))) throw new StateConflict();
    await insertEvents(tx, ours);
    const children = parked.flatMap(childrenOf);
    const wanted = [...ours.flatMap(followUps), ...children];
    await recordAttempts(tx, failedAttemptsOf(ours));
    const inserted = new Set(
      (await insertTasks(tx, wanted)).filter((task) => task.inserted).map((task) => task.id),
    );
    await insertMessages(tx, ours, inserted);
    const ready = [...readyAfter(ours, inserted), ...children];
    const staged = [
      await stageJobs(tx, ready),
      await stageWoken(tx, await parkTasks(tx, parked)),
      await stageWoken(tx, await wakeParents(tx, [...held.values()])),
      await passTurns(
        tx,
        ours.filter(({ hasTurn }) => hasTurn).map(({ id }) => id),
      ),
    ];
    return {
      answers: finishes.map((finish) => ({
        id: finish.id,
        kind: held.has(fenceOf(finish)) ? ('committed' as const) : ('fenced' as const),
      })),
      staged: staged.filter(({ jobs }) => jobs.length > 0),
    };
  });

/** The keys that ends let go of and take, and the state they write, may cross those of another batch. */
const commit = (engine: Db, finishes: readonly Finish[]): Promise<Finished> =>
  retryConflicts(() => commitOnce(engine, finishes));

const commitAlone = async (engine: Db, finish: Finish): Promise<Finished> => {
  try {
    return await commit(engine, [finish]);
  } catch (err) {
    const answer: FinishAnswer =
      err instanceof StateConflict
        ? { id: finish.id, kind: 'state_conflict' }
        : { id: finish.id, kind: 'error', error: err };
    return { answers: [answer], staged: [] };
  }
};

/**
 * Commits the ends of many attempts in one transaction. If that fails, each is tried alone, so that a
 * bad one does not take its neighbours with it; the answers come in the order of the call.
 */
export const finishTasks = async (engine: Db, finishes: readonly Finish[]): Promise<Finished> => {
  const [only] = finishes;
  if (only === undefined) return { answers: [], staged: [] };
  if (finishes.length === 1) return commitAlone(engine, only);
  try {
    return await commit(engine, finishes);
  } catch {
    const alone: Finished[] = [];
    for (const finish of finishes) alone.push(await commitAlone(engine, finish));
    return {
      answers: alone.flatMap(({ answers }) => answers),
      staged: alone.flatMap(({ staged }) => staged),
    };
  }
};
