import { routes } from '@sherpa/api';
import { ConflictError } from '@sherpa/core';
import { getCase, getTask } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { enqueueOne } from '../../../tasks/enqueue-one.ts';
import { foundCase } from '../../to-case.ts';

/**
 * The task itself has ended, so its payload runs again as a task of its own, one at a time with its like: one for each time
 * that it is held, since the keys of some messages outlive their tasks.
 */
export const postCaseRelease = (deps: Pick<RouteDeps, 'db' | 'enqueueIn'>) =>
  defineHandler(routes.releaseCase, async ({ params }, caller) => {
    const asked = { tenantId: await caller.tenantId(), origin: 'agent' } as const;
    return enqueueOne(deps, asked, async (tx) => {
      const { status, taskId } = foundCase(await getCase(tx, params.id));
      if (status !== 'held') throw new ConflictError('The case is not held.');
      const task = await getTask(tx, taskId);
      if (task === undefined) throw new ConflictError('The task that held it is not kept any more.');
      const { agent, type, payload, concurrencyKey } = task;
      const again = { agent, type, payload, key: `release:${params.id}:${taskId}` };
      return concurrencyKey === null ? again : { ...again, concurrencyKey };
    });
  });
