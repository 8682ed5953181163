import { routes } from '@sherpa/api';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkTasks } from './check-tasks.ts';
import { onlyAnswer } from './enqueue-one.ts';

export const postTask = ({ enqueue, contracts }: Pick<RouteDeps, 'enqueue' | 'contracts'>) =>
  defineHandler(routes.enqueueTask, async ({ body }, caller) => {
    checkTasks(contracts, [body], () => '');
    return onlyAnswer(await enqueue(await caller.tenantId(), [body]));
  });
