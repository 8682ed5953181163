import { isFinished } from '@sherpa/core';
import { getTask, type WorkflowCase } from '@sherpa/db';
import { lookLater } from '../look-later.ts';
import type { CaseContext } from './case-context.ts';

const FIRST_REST_MS = 1_500;

/**
 * Whoever opened the case may be making its task or page at this moment, which would be left behind: a task that waits holds
 * no place among those of its concurrency key.
 */
export const untilLeftAlone = async (
  { task, withTenant }: Pick<CaseContext, 'task' | 'withTenant'>,
  { taskId }: WorkflowCase,
): Promise<void> => {
  if (taskId === task.id) return;
  const other = await withTenant((tx) => getTask(tx, taskId));
  if (other === undefined || isFinished(other.status)) return;
  throw lookLater('Another task is still at work on this case.', task.attempt, FIRST_REST_MS);
};
