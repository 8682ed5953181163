import { routes } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkTasks } from './check-tasks.ts';

export const postTask = ({ enqueue, contracts }: Pick<RouteDeps, 'enqueue' | 'contracts'>) =>
  defineHandler(routes.enqueueTask, async ({ body }, caller) => {
    checkTasks(contracts, [body], () => '');
    const [enqueued] = await enqueue(await caller.tenantId(), [body]);
    if (enqueued === undefined) throw new AppError('A task was taken without an answer.');
    return enqueued;
  });
