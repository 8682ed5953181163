import { isFinished, taskStatuses, type TaskStatus } from '@sherpa/core';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { taskColumns, toTask, type Task } from './task.ts';

export interface TaskFilter {
  readonly agent?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: TaskStatus | undefined;
  /** Only these. */
  readonly ids?: readonly string[] | undefined;
  readonly limit: number;
  /** The id of the last task seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

const live = taskStatuses.filter((status) => !isFinished(status));
const ended = taskStatuses.filter(isFinished);

/** Some of a tenant's tasks, newest first. Statuses that are all live, or all ended, are found by an index of theirs. */
const pageOf = (tx: Db, filter: TaskFilter, statuses: readonly TaskStatus[] | undefined) => {
  const { agent, type, ids, cursor } = filter;
  return tx
    .selectFrom('agent_tasks')
    .select(taskColumns)
    .$if(agent !== undefined, (query) => query.where('agent', '=', agent ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
    .$if(ids !== undefined, (query) => query.where('id', 'in', ids ?? []))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit);
};

/** A tenant's tasks, newest first. */
export const listTasks = async (tx: Db, filter: TaskFilter): Promise<Task[]> => {
  const { agent, status, limit } = filter;
  if (agent === undefined || status !== undefined) {
    const rows = await pageOf(tx, filter, status && [status]).execute();
    return rows.map(toTask);
  }
  // An agent's tasks are in two indexes; the newest of both are the newest of all.
  const rows = await tx
    .selectFrom(pageOf(tx, filter, live).as('live'))
    .selectAll()
    .unionAll(tx.selectFrom(pageOf(tx, filter, ended).as('ended')).selectAll())
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toTask);
};

/** The task of that id, or undefined if this tenant has none. */
export const getTask = async (tx: Db, id: string): Promise<Task | undefined> => {
  const row = await tx
    .selectFrom('agent_tasks')
    .modifyFront(prepared)
    .select(taskColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toTask(row);
};
