import type { TaskStatus } from '@sherpa/core';
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

/** A tenant's tasks, newest first. */
export const listTasks = async (tx: Db, filter: TaskFilter): Promise<Task[]> => {
  const { agent, type, status, ids, cursor } = filter;
  const rows = await tx
    .selectFrom('agent_tasks')
    .select(taskColumns)
    .$if(agent !== undefined, (query) => query.where('agent', '=', agent ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'pending'))
    .$if(ids !== undefined, (query) => query.where('id', 'in', ids ?? []))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(toTask);
};

/** The task of that id, or undefined if this tenant has none. */
export const getTask = async (tx: Db, id: string): Promise<Task | undefined> => {
  const row = await tx.selectFrom('agent_tasks').select(taskColumns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toTask(row);
};
