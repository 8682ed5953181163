import { sql } from 'kysely';
import { statusesBefore } from '@sherpa/core';
import { planFreshJobs } from '../outbox/plan-jobs.ts';
import { stagePlanned, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { stageAfterCancel } from './after-cancel.ts';
import { getTask } from './browse-tasks.ts';
import { cancelAll, levelsBelow } from './cancel-all.ts';
import { taskColumns, toTask, type Task } from './task.ts';

/**
 * What a person's wish came to: done, or refused with the task as it stands, or no such task. `held`:
 * another task has taken its key since, so a retry would do that one's work a second time.
 */
export type Moved =
  | { readonly kind: 'moved'; readonly task: Task; readonly staged?: StagedJobs }
  | { readonly kind: 'refused'; readonly task: Task }
  | { readonly kind: 'held'; readonly task: Task; readonly by: string }
  | { readonly kind: 'unknown' };

const refusal = async (tx: Db, id: string): Promise<Moved> => {
  const task = await getTask(tx, id);
  return task === undefined ? { kind: 'unknown' } : { kind: 'refused', task };
};

const forgiven = statusesBefore('pending').filter((status) => status === 'failed' || status === 'cancelled');

/** Takes the task's key again; answers with the task that holds it afterwards. */
const holdKey = async (tx: Db, task: Task): Promise<string> => {
  if (task.key === null) return task.id;
  await sql`
    insert into agent_task_keys as k (tenant_id, agent, key, task_id)
    values (${task.tenantId}, ${task.agent}, ${task.key}, ${task.id})
    on conflict (tenant_id, agent, key) do update set task_id = excluded.task_id, hold_until = null
      where k.hold_until < now()`.execute(tx);
  const holder = await tx
    .selectFrom('agent_task_keys')
    .select('task_id')
    .where('tenant_id', '=', task.tenantId)
    .where('agent', '=', task.agent)
    .where('key', '=', task.key)
    .executeTakeFirstOrThrow();
  return holder.task_id;
};

/**
 * Makes a failed or cancelled task pending again, with all its attempts before it, and stages a new job;
 * what is left of the old one may be taken out of the queue.
 */
export const retryTask = async (tx: Db, id: string): Promise<Moved> => {
  const ended = await tx
    .selectFrom('agent_tasks')
    .select(taskColumns)
    .where('id', '=', id)
    .where('status', 'in', forgiven)
    .forUpdate()
    .executeTakeFirst();
  if (ended === undefined) return refusal(tx, id);
  const by = await holdKey(tx, toTask(ended));
  if (by !== id) return { kind: 'held', task: toTask(ended), by };
  const row = await tx
    .updateTable('agent_tasks')
    .set({
      status: 'pending',
      run_at: sql`now()`,
      uncounted_attempts: sql`attempt`,
      cancel_requested_at: null,
      finished_at: null,
      worker_id: null,
      progress: null,
      fingerprint: null,
    })
    .where('id', '=', id)
    .returning(taskColumns)
    .executeTakeFirstOrThrow();
  await retryMessage(tx, row.message_id);
  const task = toTask(row);
  // Under a new id: whoever cancelled the task may still be about to take its old job out of the queue.
  const jobs = planFreshJobs([{ ...task, delayMs: 0 }]);
  return { kind: 'moved', task, staged: await stagePlanned(tx, jobs) };
};

const retryMessage = async (tx: Db, id: string | null): Promise<void> => {
  if (id === null) return;
  const pending = { status: 'pending', processed_at: null } as const;
  await tx.updateTable('agent_messages').set(pending).where('id', '=', id).execute();
};

/**
 * Cancels a task that has not ended, and with one that waits for others also those. One that runs is only
 * asked to stop: its worker hears of it with its next heartbeat, and the answer shows it still in progress.
 */
export const cancelTask = async (tx: Db, id: string): Promise<Moved> => {
  for (const level of await levelsBelow(tx, id)) await cancelAll(tx, level);
  const [task] = await cancelAll(tx, [id]);
  if (task === undefined) return refusal(tx, id);
  return { kind: 'moved', task, staged: await stageAfterCancel(tx, [task]) };
};
