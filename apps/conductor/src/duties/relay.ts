import type { Dispatcher } from '@sherpa/agent-kit';
import { overdueJobs, type Database } from '@sherpa/db';
import type { Duty } from '../duty.ts';

export interface RelayDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly dispatcher: Dispatcher;
  readonly everyMs: number;
}

/** Commits looked after at a time. */
const BATCH = 100;

/** Whoever commits adds the jobs within milliseconds; after this long, it has died or lost its queue. */
const OVERDUE_MS = 2_000;

/**
 * Adds the jobs that the fast path missed: a crash between commit and add, a queue that was away. It
 * reads the outbox, which holds only what is owed, so a backlog costs nothing here.
 */
export const makeRelay = ({ db, dispatcher, everyMs }: RelayDeps): Duty => {
  let oldest: string | undefined;
  return {
    name: 'relay',
    everyMs,
    perform: async () => {
      const overdue = await overdueJobs(db.engine, { olderThanMs: OVERDUE_MS, limit: BATCH });
      await Promise.all(overdue.map((staged) => dispatcher.dispatchAgain(staged)));
      await dispatcher.settled();
      // The same row as the last time: the queue is away, and asking at once again would not bring it back.
      const isStuck = overdue.length > 0 && overdue[0]?.outboxId === oldest;
      oldest = overdue[0]?.outboxId;
      return overdue.length === BATCH && !isStuck;
    },
  };
};
