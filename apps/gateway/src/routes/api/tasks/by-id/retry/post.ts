import { routes } from '@sherpa/api';
import { retryTask } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { movedTask, type Advice } from '../moved.ts';
import { readWhole } from '../whole-task.ts';

const advice: Advice = {
  pending: 'it is going to run; there is nothing to do',
  in_progress: 'wait for it, or cancel it first',
  waiting: 'it goes on by itself; to begin anew, cancel it first',
  completed: 'enqueue a new task to do it again',
  failed: 'it was being retried by someone else; look again',
  cancelled: 'it was being retried by someone else; look again',
};

export const postTaskRetry = ({
  db,
  queue,
  log,
  dispatch,
}: Pick<RouteDeps, 'db' | 'queue' | 'log' | 'dispatch'>) =>
  defineHandler(routes.retryTask, async ({ params }, caller) => {
    const moved = await db.withTenant(await caller.tenantId(), (tx) => retryTask(tx, params.id));
    const task = movedTask(moved, 'Only a failed or cancelled task can be retried.', advice);
    const { id: taskId, agent } = task;
    try {
      // What is left of its old job may be waiting for a time that no longer matters.
      await queue.remove(agent, [taskId]);
      if (moved.kind === 'moved' && moved.staged !== undefined) await dispatch(moved.staged);
    } catch (err) {
      // The ledger has it pending already: the conductor adds the job once the queue is back.
      log.warn('A retried task has no job yet.', { taskId, agent, error: err });
    }
    return readWhole(db, task);
  });
