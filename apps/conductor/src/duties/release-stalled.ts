import { releaseStalledTasks, type Database } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface ReleaseDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly everyMs: number;
}

const BATCH = 500;

/** Ends the leases of workers that died, so that their tasks run again or are known to have failed. */
export const makeReleaseStalled = ({ db, log, everyMs }: ReleaseDeps): Duty => ({
  name: 'release-stalled',
  everyMs,
  perform: async () => {
    const tasks = await releaseStalledTasks(db.engine, BATCH);
    for (const { id, agent, status } of tasks) {
      log.warn('A worker died at a task.', { taskId: id, agent, status });
    }
    return tasks.length === BATCH;
  },
});
