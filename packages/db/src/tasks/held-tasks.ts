import { sql, type RawBuilder } from 'kysely';

/** Names the attempt that writes: it must still hold the task. */
export interface Holder {
  readonly taskId: string;
  readonly attempt: number;
  readonly workerId: string | null;
}

/** The columns by which `heldTasks` finds what an input row may write to. */
export const toHolderInput = ({ taskId, attempt, workerId }: Holder) => ({
  task_id: taskId,
  attempt,
  worker_id: workerId,
});

/** Tells the writes of a batch apart; two of one name can only be of two attempts. */
export const holdingOf = (taskId: string, attempt: number, name: string): string =>
  `${taskId} ${attempt} ${name}`;

/** The tasks that a batch writes to, as an array. Naming them lets Postgres leave other months alone. */
export const taskIdsOf = (holders: readonly Holder[]): RawBuilder<string> =>
  sql`${[...new Set(holders.map(({ taskId }) => taskId))]}::uuid[]`;

/**
 * The part of a `with` that follows `input (task_id, attempt, worker_id)`: the tasks that are still held
 * by who writes. The lock makes a claim that would fence the writer off wait for what it writes, or the
 * writer see that claim.
 */
export const heldTasks = (holders: readonly Holder[]): RawBuilder<unknown> => sql`
  held as (
    select t.id, t.tenant_id, t.agent, t.attempt from agent_tasks t
    join (select distinct task_id, attempt, worker_id from input) i
      on t.id = i.task_id and t.attempt = i.attempt and t.worker_id = i.worker_id
    where t.status = 'in_progress' and t.id = any(${taskIdsOf(holders)})
    order by t.id
    for share of t
  )`;
