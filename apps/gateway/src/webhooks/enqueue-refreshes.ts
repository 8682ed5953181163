import type { Enqueuer, Pledge } from '@sherpa/agent-kit';
import type { Db } from '@sherpa/db';
import { planRefreshes, type RefreshWish } from './plan-refreshes.ts';
import { toRefreshTask } from './refresh-task.ts';

/** Tasks that are in the caller's transaction. */
export interface EnqueuedRefreshes {
  /** The task of each event. */
  readonly taskIds: ReadonlyMap<string, string>;
  readonly tasks: number;
  /** To be called after the commit. */
  readonly dispatch: () => Promise<void>;
}

/** Enqueues what these events come to, in the caller's transaction. */
export const enqueueRefreshes = async (
  tx: Db,
  enqueueIn: Enqueuer['enqueueIn'],
  wishes: readonly RefreshWish[],
): Promise<EnqueuedRefreshes> => {
  const taskIds = new Map<string, string>();
  const pledges: Pledge[] = [];
  const byTenant = Map.groupBy(planRefreshes(wishes), ({ tenantId }) => tenantId);
  for (const [tenantId, plans] of byTenant) {
    const pledge = await enqueueIn(tx, tenantId, plans.map(toRefreshTask), 'api');
    pledges.push(pledge);
    for (const [index, { deliveryIds }] of plans.entries()) {
      const taskId = pledge.answers[index]?.id;
      if (taskId !== undefined) for (const id of deliveryIds) taskIds.set(id, taskId);
    }
  }
  return {
    taskIds,
    tasks: new Set(taskIds.values()).size,
    dispatch: async () => {
      await Promise.all(pledges.map((pledge) => pledge.dispatch()));
    },
  };
};
