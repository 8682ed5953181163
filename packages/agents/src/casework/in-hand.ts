import type { TaskContext } from '@sherpa/agent-kit';
import { isFinished, type WorkflowDefinition } from '@sherpa/core';
import { getTask } from '@sherpa/db';

type Asked = Pick<TaskContext, 'withTenant' | 'cases'> & { readonly task: { readonly id: string } };

/**
 * True where nothing is left to do for this task: the case of that key is closed, or another task is at it, which
 * may be waiting for people and holds no place among those of its concurrency key.
 */
export const isInHand = async (ctx: Asked, workflow: WorkflowDefinition, key: string): Promise<boolean> => {
  const known = await ctx.cases(workflow).find(key);
  if (known === undefined || known.status === 'held' || known.taskId === ctx.task.id) return false;
  if (known.status === 'closed') return true;
  const other = await ctx.withTenant((tx) => getTask(tx, known.taskId));
  return other !== undefined && !isFinished(other.status);
};
