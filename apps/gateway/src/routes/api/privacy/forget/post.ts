import { routes } from '@sherpa/api';
import { forgetPerson, retryConflicts } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

export const postForget = ({ db, queue, log }: Pick<RouteDeps, 'db' | 'queue' | 'log'>) =>
  defineHandler(routes.forgetPerson, async ({ body }, caller) => {
    const tenantId = await caller.tenantId();
    const { rows, jobs, customerIds, objects } = await retryConflicts(() =>
      db.withTenant(tenantId, (tx) => forgetPerson(tx, tenantId, body)),
    );
    for (const [agent, some] of Map.groupBy(jobs, (job) => job.agent)) {
      try {
        await queue.remove(
          agent,
          some.map(({ taskId }) => taskId),
        );
      } catch (err) {
        // Jobs carry ids alone, and their tasks are cancelled.
        log.warn('The jobs of a forgotten person are still in the queue.', { agent, error: err });
      }
    }
    return { rows: { ...rows }, customerIds, objects: { ...objects } };
  });
