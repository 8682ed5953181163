import { overdueJobs, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import { makeDispatcher } from '../enqueue/dispatcher.ts';
import { makeRecordedLog } from './recorded-log.ts';

const MOST = 100;

/** Does as a conductor does: adds the jobs of commits whose own process has not. */
export const addOwedJobs = async ({
  db,
  queue,
}: {
  readonly db: Database;
  readonly queue: Queue;
}): Promise<void> => {
  const dispatcher = makeDispatcher({ db, queue, log: makeRecordedLog() });
  const owed = await overdueJobs(db.engine, { olderThanMs: 0, limit: MOST });
  await Promise.all(owed.map((staged) => dispatcher.dispatchAgain(staged)));
  await dispatcher.settled();
};
