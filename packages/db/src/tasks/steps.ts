import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { retryConflicts } from '../conflict.ts';
import { toJsonb } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { heldTasks, holdingOf, toHolderInput, type Holder } from './held-tasks.ts';

/** A piece of a task that was done, with what it came to. */
export interface Step {
  readonly taskId: string;
  readonly name: string;
  readonly result: Json;
  /** The attempt that did it. */
  readonly attempt: number;
  readonly createdAt: Date;
}

/** A step just done by an attempt. */
export interface NewStep extends Holder {
  readonly name: string;
  readonly result: Json;
}

/** The steps of these tasks, oldest first. */
export const listSteps = async (db: Db, taskIds: readonly string[]): Promise<Step[]> => {
  const rows = await db
    .selectFrom('agent_steps')
    .modifyFront(prepared)
    .select(['task_id', 'name', 'result', 'attempt', 'created_at'])
    .where('task_id', '=', sql<string>`any(${taskIds}::uuid[])`)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    name: row.name,
    result: row.result,
    attempt: row.attempt,
    createdAt: row.created_at,
  }));
};

// As text, because a JSON null in a record set becomes an SQL null.
const toInput = (steps: readonly NewStep[]): string =>
  toJsonb(steps.map((step) => ({ ...toHolderInput(step), name: step.name, result: toJsonb(step.result) })));

/** Remembers steps in one statement; answers for each in order whether its attempt still held the task. */
export const saveSteps = async (engine: Db, steps: readonly NewStep[]): Promise<boolean[]> => {
  const save = sql<{ task_id: string; attempt: number; name: string }>`
    with input as (
      select * from jsonb_to_recordset(${toInput(steps)}::jsonb)
        as x(task_id uuid, attempt integer, worker_id uuid, name text, result text)
    ), ${heldTasks(steps)}, ours as (
      select h.tenant_id, i.task_id, i.name, i.result::jsonb as result, i.attempt
      from input i join held h on h.id = i.task_id and h.attempt = i.attempt
    ), saved as (
      insert into agent_steps (tenant_id, task_id, name, result, attempt)
      select * from ours order by task_id, name
      on conflict (task_id, name) do nothing
    )
    select task_id, attempt, name from ours`;
  const { rows } = await retryConflicts(() => save.execute(engine));
  const saved = new Set(rows.map((row) => holdingOf(row.task_id, row.attempt, row.name)));
  return steps.map(({ taskId, attempt, name }) => saved.has(holdingOf(taskId, attempt, name)));
};
