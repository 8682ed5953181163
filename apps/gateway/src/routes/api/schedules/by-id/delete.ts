import { routes } from '@sherpa/api';
import { ConflictError } from '@sherpa/core';
import { deleteSchedule, getSchedule } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundSchedule, readToSchedule } from '../to-schedule.ts';

export const deleteScheduleById = (deps: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.deleteSchedule, async ({ params }, caller) => {
    const tenantId = await caller.tenantId();
    const removed = await deps.db.withTenant(tenantId, async (tx) => {
      foundSchedule(await getSchedule(tx, params.id, 'locked'));
      return deleteSchedule(tx, params.id);
    });
    if (removed !== undefined) return (await readToSchedule(deps, tenantId))(removed);
    const problem = 'is contract: the agent declares it, and would again; pause it instead';
    throw new ConflictError('This schedule belongs to the agent’s contract.', {
      details: { problems: [{ field: 'origin', problem }] },
    });
  });
