import type { Dispatcher } from '@sherpa/agent-kit';
import { releaseStalledTasks, type Database } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface ReleaseDeps {
  readonly db: Database;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  readonly log: Logger;
  readonly everyMs: number;
}

const BATCH = 500;

/** Ends the leases of workers that died, so that their tasks run again or are known to have failed. */
export const makeReleaseStalled = ({ db, dispatcher, log, everyMs }: ReleaseDeps): Duty => ({
  name: 'release-stalled',
  everyMs,
  perform: async () => {
    const { tasks, staged } = await releaseStalledTasks(db.engine, BATCH);
    // What a dead worker has left of its job BullMQ brings back by itself; that one counts as well.
    await Promise.all(staged.map((one) => dispatcher.dispatch(one)));
    for (const { id, agent, status } of tasks) {
      log.warn('A worker died at a task.', { taskId: id, agent, status });
    }
    return tasks.length === BATCH;
  },
});
