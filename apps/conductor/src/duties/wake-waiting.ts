import type { Dispatcher } from '@sherpa/agent-kit';
import { escalateApprovals, isWaitDue, wakeDueTasks, type Database } from '@sherpa/db';
import type { Duty } from '../duty.ts';

export interface WakeDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  readonly everyMs: number;
}

const BATCH = 500;

/** Wakes the tasks whose time has come or run out, and tells of approvals that have waited too long. */
export const makeWakeWaiting = ({ db, dispatcher, everyMs }: WakeDeps): Duty => ({
  name: 'wake-waiting',
  everyMs,
  perform: async () => {
    if (!(await isWaitDue(db.engine))) return false;
    const { tasks, staged } = await wakeDueTasks(db.engine, BATCH);
    await dispatcher.dispatch(staged);
    const escalated = await escalateApprovals(db.engine, BATCH);
    return tasks.length === BATCH || escalated === BATCH;
  },
});
