import { routes } from '@sherpa/api';
import { cancelTask, retryConflicts } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { movedTask, type Advice } from '../moved.ts';
import { readWhole } from '../whole-task.ts';

const advice: Advice = {
  pending: 'it has just been moved by someone else; try again',
  in_progress: 'it has just been moved by someone else; try again',
  waiting: 'it has just been moved by someone else; try again',
  completed: 'what it did stands',
  failed: 'there is nothing left to stop',
  cancelled: 'there is nothing left to stop',
};

export const postTaskCancel = ({
  db,
  queue,
  log,
  dispatch,
}: Pick<RouteDeps, 'db' | 'queue' | 'log' | 'dispatch'>) =>
  defineHandler(routes.cancelTask, async ({ params }, caller) => {
    const tenantId = await caller.tenantId();
    const moved = await retryConflicts(() => db.withTenant(tenantId, (tx) => cancelTask(tx, params.id)));
    const task = movedTask(moved, 'This task has ended.', advice);
    const { id: taskId, agent } = task;
    // A task that waited for this one goes on.
    if (moved.kind === 'moved' && moved.staged !== undefined) await dispatch(moved.staged);
    try {
      if (task.status === 'cancelled') await queue.remove(agent, [taskId]);
    } catch (err) {
      // A job that stays finds its task cancelled and ends without work.
      log.warn('A cancelled task still has its job.', { taskId, agent, error: err });
    }
    return readWhole(db, task);
  });
