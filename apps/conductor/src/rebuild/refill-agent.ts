import type { Dispatcher } from '@sherpa/agent-kit';
import { pendingTasks, planRefill, type Db } from '@sherpa/db';

export interface RefillDeps {
  /** Where the pending tasks are read. */
  readonly ledger: Db;
  readonly dispatcher: Pick<Dispatcher, 'refill'>;
}

/** Tasks in memory at a time: two megabytes, a hundred packs, a dozen milliseconds of the queue's time. */
const PAGE = 5_000;

/**
 * Gives every pending task of an agent a job again and answers how many tasks that were: those that are
 * due in packs, the others each for its time, with their priorities. What is in the queue already, or
 * begins to run meanwhile, gets a second job, which does no harm: claims are fenced, and whoever takes the
 * later of two jobs finds the task running or done.
 */
export const refillAgent = async ({ ledger, dispatcher }: RefillDeps, agent: string): Promise<number> => {
  let count = 0;
  for (let after: string | undefined; ;) {
    const page = await pendingTasks(ledger, { agent, after, limit: PAGE });
    await dispatcher.refill(agent, planRefill(page));
    count += page.length;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return count;
  }
};
