import { routes } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { checkTasks } from '../check-tasks.ts';

export const postDryRun = ({ db, enqueueIn, contracts }: Pick<RouteDeps, 'db' | 'enqueueIn' | 'contracts'>) =>
  defineHandler(routes.dryRunTask, async ({ body }, caller) => {
    checkTasks(contracts, [body], () => '', 'messages too');
    const tenantId = await caller.tenantId();
    const pledge = await db.withTenant(tenantId, (tx) => enqueueIn(tx, tenantId, [body], 'dry-run'));
    await pledge.dispatch();
    const [enqueued] = pledge.answers;
    if (enqueued === undefined) throw new AppError('A task was taken without an answer.');
    return enqueued;
  });
