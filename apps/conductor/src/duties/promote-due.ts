import type { Dispatcher } from '@sherpa/agent-kit';
import { lookForDueTasks, type Database, type DuePlace } from '@sherpa/db';
import type { Duty } from '../duty.ts';

export interface PromoteDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly dispatcher: Pick<Dispatcher, 'refill'>;
  readonly everyMs: number;
}

/** A task is trusted to its job for so long after its time. */
const GRACE_MS = 3_000;
const BATCH = 500;

/**
 * Gives tasks that were put off another job when their time is past and nobody has begun them: the queue
 * promotes by the clocks of producers and workers, the ledger by its own, and only that one counts. Each
 * task is looked at once, so a backlog costs nothing.
 */
export const makePromoteDue = ({ db, dispatcher, everyMs }: PromoteDeps): Duty => {
  let after: DuePlace | undefined;
  return {
    name: 'promote-due',
    everyMs,
    perform: async () => {
      const look = await lookForDueTasks(db.engine, { after, graceMs: GRACE_MS, limit: BATCH });
      const byAgent = Map.groupBy(look.jobs, (job) => job.agent);
      for (const [agent, jobs] of byAgent) await dispatcher.refill(agent, jobs);
      after = look.until;
      return look.isMore;
    },
  };
};
