import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { checkTasks } from '../check-tasks.ts';

export const postTasksBulk = ({ enqueue, contracts }: Pick<RouteDeps, 'enqueue' | 'contracts'>) =>
  defineHandler(routes.enqueueTasks, async ({ body }, caller) => {
    checkTasks(contracts, body.tasks, (index) => `tasks.${String(index)}.`);
    const enqueued = await enqueue(await caller.tenantId(), body.tasks);
    return { tasks: [...enqueued] };
  });
