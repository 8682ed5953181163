import type { Dispatcher } from '@sherpa/agent-kit';
import { newId } from '@sherpa/core';
import { agentsAtWork, exclusively, isLiveSince, readNow, type Database, type Db } from '@sherpa/db';
import type { Queue, StoreSign } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';
import { refillAgent } from '../rebuild/refill-agent.ts';

/** A queue store that was filled again. */
export interface Rebuilt {
  readonly tasks: number;
  readonly tookMs: number;
}

export interface RebuildDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly queue: Pick<Queue, 'store' | 'ready'>;
  readonly dispatcher: Pick<Dispatcher, 'refill'>;
  readonly log: Logger;
  readonly everyMs: number;
  readonly onRebuilt?: (rebuilt: Rebuilt) => void;
}

const isWhole = ({ identity, mark }: StoreSign): boolean => mark === identity;

/** Says why the queue is filled, of these agents. */
type Tell = (log: Logger, agents: readonly string[]) => void;

const tellLoss: Tell = (log, agents) =>
  log.warn('The queue may have lost jobs; it is filled again from the ledger.', { agents });

const tellNew: Tell = (log, agents) =>
  log.info('The queue is new; it is filled from the ledger.', { agents });

const tellAgain: Tell = (log, agents) =>
  log.info('What ran while the queue was filled may have been put off since; its jobs are added again.', {
    agents,
  });

const refillAll = async ({ dispatcher, log }: RebuildDeps, ledger: Db, tell: Tell): Promise<number> => {
  const agents = await agentsAtWork(ledger);
  if (agents.length > 0) tell(log, agents);
  let tasks = 0;
  for (const agent of agents) {
    const count = await refillAgent({ ledger, dispatcher }, agent);
    log.info('An agent’s queue was filled again.', { agent, count });
    tasks += count;
  }
  return tasks;
};

/**
 * Fills the store again. The mark is set last and only if the store is still the one that was begun with:
 * a crash on the way, or another loss, and it begins from the start.
 */
const rebuild = async (deps: RebuildDeps, ledger: Db, tell: Tell): Promise<boolean> => {
  const { queue, log, onRebuilt } = deps;
  const startedMs = performance.now();
  await queue.ready();
  const found = await queue.store.look();
  // Another conductor may have been here between the first look and the lock.
  if (isWhole(found)) return true;
  const begun = `rebuilding ${newId()}`;
  if (!(await queue.store.mark(found.mark, begun))) return false;
  const tasks = await refillAll(deps, ledger, tell);
  const { identity } = await queue.store.look();
  if (identity !== found.identity || !(await queue.store.mark(begun, identity))) return false;
  const tookMs = Math.round(performance.now() - startedMs);
  const reason = found.mark === undefined ? 'empty' : 'restarted';
  log.info('The queue is whole.', { reason, tasks, tookMs });
  onRebuilt?.({ tasks, tookMs });
  return true;
};

/**
 * Longer than a lease: a task that ran while its queue was filled again may have been put off since by a
 * worker that then died, and so have no job.
 */
const AGAIN_AFTER_MS = 30_000;

/** In which a fleet that starts for the first time has its first tasks. */
const NEW_WITHIN_MS = 30_000;

/**
 * Tells a store that never held anything from one that has lost it: no task is older than the process that
 * finds it without a mark, and that process has never seen it with one.
 */
const makeNewness = ({ engine }: Pick<Database, 'engine'>) => {
  let since: Date | undefined;
  let hasSeenMark = false;
  return {
    sawMark: () => {
      hasSeenMark = true;
    },
    isNew: async (): Promise<boolean> => {
      if (hasSeenMark) return false;
      since ??= new Date((await readNow(engine)).getTime() - NEW_WITHIN_MS);
      return !(await isLiveSince(engine, since));
    },
  };
};

/**
 * Notices that the store behind the queues has lost what it held (flushed, emptied, restored from an old
 * copy, failed over) and adds the jobs of all pending tasks again; and once more half a minute later, for
 * those that ran meanwhile. What waits for something has no job, and what runs needs none: it ends, or its
 * lease does. Each round costs one look at the store.
 */
export const makeRebuild = (deps: RebuildDeps): Duty => {
  let againAt = Number.POSITIVE_INFINITY;
  const newness = makeNewness(deps.db);

  const refillAgain = async (): Promise<void> => {
    againAt = Number.POSITIVE_INFINITY;
    await exclusively(deps.db.engine, 'rebuild', (ledger) => refillAll(deps, ledger, tellAgain));
  };

  return {
    name: 'rebuild',
    everyMs: deps.everyMs,
    perform: async () => {
      const found = await deps.queue.store.look();
      if (found.mark !== undefined) newness.sawMark();
      if (isWhole(found)) {
        if (performance.now() > againAt) await refillAgain();
        return false;
      }
      const tell = (await newness.isNew()) ? tellNew : tellLoss;
      const whole = await exclusively(deps.db.engine, 'rebuild', (ledger) => rebuild(deps, ledger, tell));
      if (whole === true) againAt = performance.now() + AGAIN_AFTER_MS;
      // Undefined: another conductor is at it, and this one looks again in its own time.
      return whole === false;
    },
  };
};
