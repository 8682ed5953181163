import type { Dispatcher } from '@sherpa/agent-kit';
import { advanceRedrives, REDRIVE_BATCH, type AdvancedRedrive, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface RedriveDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly queue: Pick<Queue, 'remove'>;
  readonly dispatcher: Pick<Dispatcher, 'dispatchAgain'>;
  readonly log: Logger;
  readonly everyMs: number;
}

const agents = ({ moved }: AdvancedRedrive): Map<string, string[]> =>
  new Map(
    [...Map.groupBy(moved, (task) => task.agent)].map(([agent, tasks]) => [agent, tasks.map(({ id }) => id)]),
  );

/**
 * Puts failed tasks back to work as redrives want it, each at its rate. What a redrive costs follows
 * from the tasks that are under way in it; without one it is a look at an empty index.
 */
export const makeRedrive = ({ db, queue, dispatcher, log, everyMs }: RedriveDeps): Duty => {
  const addJobs = async (advanced: AdvancedRedrive): Promise<void> => {
    try {
      // Their old jobs lie among the failed ones, where nobody should find a task that is pending again.
      for (const [agent, ids] of agents(advanced)) await queue.remove(agent, ids);
      await dispatcher.dispatchAgain(advanced.staged);
    } catch (err) {
      log.warn('Redriven tasks have no jobs yet.', { count: advanced.moved.length, error: err });
    }
  };
  return {
    name: 'redrive',
    everyMs,
    perform: async () => {
      const advanced = await advanceRedrives(db.engine);
      await Promise.all(advanced.map(addJobs));
      for (const { redrive } of advanced) {
        const { tenantId, redriven: total, completed, failedAgain: failed } = redrive;
        const fields = { tenantId, total, completed, failed };
        if (redrive.status === 'stopped') log.warn('A redrive stopped: its tasks fail again.', fields);
        if (redrive.status === 'done') log.info('A redrive is done.', fields);
      }
      return advanced.some(({ moved }) => moved.length === REDRIVE_BATCH);
    },
  };
};
