import { sql } from 'kysely';
import { statusesBefore } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { getTask } from './browse-tasks.ts';
import { RELAY_GRACE_MS } from './relay-tasks.ts';
import { taskColumns, toTask, type Task } from './task.ts';

/** What a person's wish came to: done, or refused with the task as it stands, or no such task. */
export type Moved =
  | { readonly kind: 'moved'; readonly task: Task }
  | { readonly kind: 'refused'; readonly task: Task }
  | { readonly kind: 'unknown' };

const refusal = async (tx: Db, id: string): Promise<Moved> => {
  const task = await getTask(tx, id);
  return task === undefined ? { kind: 'unknown' } : { kind: 'refused', task };
};

const forgiven = statusesBefore('pending').filter((status) => status === 'failed' || status === 'cancelled');

/** Makes a failed or cancelled task pending again, with all its attempts before it. */
export const retryTask = async (tx: Db, id: string): Promise<Moved> => {
  const row = await tx
    .updateTable('agent_tasks')
    .set({
      status: 'pending',
      run_at: sql`now()`,
      relay_at: sql`now() + ${RELAY_GRACE_MS} * interval '1 ms'`,
      uncounted_attempts: sql`attempt`,
      cancel_requested_at: null,
      finished_at: null,
      worker_id: null,
      progress: null,
    })
    .where('id', '=', id)
    .where('status', 'in', forgiven)
    .returning(taskColumns)
    .executeTakeFirst();
  if (row === undefined) return refusal(tx, id);
  await moveMessage(tx, row.message_id, 'pending');
  return { kind: 'moved', task: toTask(row) };
};

const moveMessage = async (tx: Db, id: string | null, status: 'pending' | 'cancelled'): Promise<void> => {
  if (id === null) return;
  await tx.updateTable('agent_messages').set({ status }).where('id', '=', id).execute();
};

const CANCELLED = JSON.stringify({
  code: 'task_cancelled',
  message: 'Cancelled before it ran.',
  details: {},
});

/**
 * Cancels a task that has not ended. One that runs is only asked to stop: its worker hears of it with
 * its next heartbeat, and the answer shows it still in progress.
 */
export const cancelTask = async (tx: Db, id: string): Promise<Moved> => {
  const asked = await tx
    .updateTable('agent_tasks')
    .set({ cancel_requested_at: sql`now()` })
    .where('id', '=', id)
    .where('status', '=', 'in_progress')
    .returning(taskColumns)
    .executeTakeFirst();
  if (asked !== undefined) return { kind: 'moved', task: toTask(asked) };
  const row = await tx
    .updateTable('agent_tasks')
    .set({ status: 'cancelled', finished_at: sql`now()`, cancel_requested_at: sql`now()`, error: CANCELLED })
    .where('id', '=', id)
    .where('status', 'in', ['pending', 'waiting'])
    .returning(taskColumns)
    .executeTakeFirst();
  if (row === undefined) return refusal(tx, id);
  await tx.deleteFrom('agent_task_keys').where('task_id', '=', id).where('hold_until', 'is', null).execute();
  await moveMessage(tx, row.message_id, 'cancelled');
  return { kind: 'moved', task: toTask(row) };
};
