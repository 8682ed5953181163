import { newId } from '@sherpa/core';
import { retryConflicts } from '../conflict.ts';
import { arrayOf } from '../hot/array-of.ts';
import type { Database } from '../database.ts';
import { toJsonb } from '../jsonb.ts';
import { planFreshJobs, planJobs, type ReadyTask } from '../outbox/plan-jobs.ts';
import { stagePlanned, type StagedJobs } from '../outbox/stage-jobs.ts';
import { insertTasks, type InsertedTask } from './insert-tasks.ts';
import { nextBeside } from './turns.ts';
import type { NewTask } from './new-task.ts';

/** What became of tasks that were to be enqueued: an answer for each, and the jobs to add now. */
export interface Enqueued {
  readonly answers: readonly InsertedTask[];
  readonly staged: StagedJobs;
}

/** Rows and outbox in one statement, and so one commit. What tasks of one kind share is said once. */
const ENQUEUE_ALIKE = {
  name: 'enqueue-alike',
  text: `with staged as (insert into agent_outbox (id, jobs) values ($2::uuid, $3::jsonb))
    insert into agent_tasks (id, payload, tenant_id, agent, type, priority, max_attempts, run_at, origin)
    select i.id, i.payload, $4::uuid, $5::text, $6::text, $7::integer, $8::integer,
      now() + $9::double precision * interval '1 ms', $10::text
    from rows from (unnest($11::uuid[]), jsonb_array_elements($1::jsonb)) as i(id, payload)`,
} as const;

const ALIKE = ['tenantId', 'agent', 'type', 'priority', 'maxAttempts', 'delayMs', 'origin'] as const;
const UNSET = ['key', 'messageId', 'causedBy', 'hops', 'concurrencyKey', 'awaitedBy'] as const;

/** Whether these are plain tasks that differ in nothing but id and payload, as those of a bulk mostly are. */
const areAlike = (first: NewTask, tasks: readonly NewTask[]): boolean =>
  tasks.every(
    (task) =>
      ALIKE.every((field) => task[field] === first[field]) &&
      UNSET.every((field) => task[field] === undefined),
  );

const enqueueAlike = async (db: Pick<Database, 'hot'>, first: NewTask, tasks: readonly NewTask[]) => {
  const staged = { outboxId: newId(), jobs: planJobs(tasks) };
  await db.hot.run(ENQUEUE_ALIKE, [
    toJsonb(tasks.map(({ payload }) => payload)),
    staged.outboxId,
    JSON.stringify(staged.jobs),
    ...ALIKE.map((field) => first[field]),
    arrayOf(tasks.map(({ id }) => id)),
  ]);
  return { answers: tasks.map(({ id }) => ({ id, inserted: true })), staged };
};

/**
 * Replaced tasks that may be due sooner than their job is. One that is put off again and again has a job
 * that comes too early, which is sent back by the ledger; another one each time would be a flood.
 */
const sooner = (tasks: readonly NewTask[], answers: readonly InsertedTask[]): ReadyTask[] =>
  tasks.flatMap((task, index) => {
    const answer = answers[index];
    return answer?.replaced === true && task.onDuplicate === 'replace' ? [{ ...task, id: answer.id }] : [];
  });

/** Inserts tasks and stages the jobs of those that are new, all in the caller's transaction. */
export const enqueueTasksIn = async (
  tx: Database['engine'],
  tasks: readonly NewTask[],
): Promise<Enqueued> => {
  const answers = await insertTasks(tx, tasks);
  const inserted = new Set(answers.filter((answer) => answer.inserted).map((answer) => answer.id));
  const jobs = planJobs(tasks.filter((task) => inserted.has(task.id)));
  const replaced = answers.flatMap((answer) => (answer.replaced === true ? [answer.id] : []));
  const others = [...sooner(tasks, answers), ...(await nextBeside(tx, replaced))];
  return { answers, staged: await stagePlanned(tx, [...jobs, ...planFreshJobs(others)]) };
};

/**
 * Commits tasks of any tenants in a transaction of its own, all or none: the engine's set-based
 * statement behind every enqueue that brings no transaction.
 */
export const enqueueTasks = async (
  db: Pick<Database, 'hot' | 'engine'>,
  tasks: readonly NewTask[],
): Promise<Enqueued> => {
  const [first] = tasks;
  if (first !== undefined && areAlike(first, tasks)) return enqueueAlike(db, first, tasks);
  return retryConflicts(() => db.engine.transaction().execute((tx) => enqueueTasksIn(tx, tasks)));
};
