import type { Dispatcher } from '@sherpa/agent-kit';
import { agentsAtWork, exclusively, oldestPending, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';
import { refillAgent } from '../rebuild/refill-agent.ts';

export interface ReconcileDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly queue: Pick<Queue, 'counts'>;
  readonly dispatcher: Pick<Dispatcher, 'refill'>;
  readonly log: Logger;
  /** How often to look, and how long a task may be pending without a job anywhere. */
  readonly everyMs: number;
}

/** A queue that is empty though tasks are pending, and the task that was seen waiting for it. */
type Suspicions = Map<string, string>;

const isEmpty = async (queue: Pick<Queue, 'counts'>, agent: string): Promise<boolean> => {
  const { waiting, active, delayed } = await queue.counts(agent);
  return waiting + active + delayed === 0;
};

/**
 * Finds queues that somebody has emptied by hand: no job in them, waiting, delayed or running, and yet the
 * same task pending at two looks in a row. Costs one look into the index for each agent that has something
 * to do, and one at its queue.
 */
export const makeReconcile = ({ db, queue, dispatcher, log, everyMs }: ReconcileDeps): Duty => {
  let suspicions: Suspicions = new Map();

  const suspect = async (agent: string): Promise<string | undefined> => {
    if (!(await isEmpty(queue, agent))) return undefined;
    const oldest = await oldestPending(db.engine, { agent, olderThanMs: everyMs });
    return oldest && `${oldest.id} ${oldest.attempt}`;
  };

  const refill = async (agent: string): Promise<void> => {
    const count = await exclusively(db.engine, `refill ${agent}`, (ledger) =>
      refillAgent({ ledger, dispatcher }, agent),
    );
    if (count !== undefined)
      log.warn('A queue was empty though tasks were pending; it is filled again.', { agent, count });
  };

  return {
    name: 'reconcile',
    everyMs,
    perform: async () => {
      const seen: Suspicions = new Map();
      for (const agent of await agentsAtWork(db.engine)) {
        const task = await suspect(agent);
        if (task === undefined) continue;
        if (suspicions.get(agent) === task) await refill(agent);
        else seen.set(agent, task);
      }
      suspicions = seen;
      return false;
    },
  };
};
