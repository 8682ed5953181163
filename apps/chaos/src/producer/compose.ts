import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@sherpa/core';
import { ensureTenant, makeDatabase } from '@sherpa/db';
import { makeQueue } from '@sherpa/queue';
import { announce, makeLogger, type Logger, type Running } from '@sherpa/telemetry';
import { tenantSlugs } from '../agent/tenants.ts';
import type { ChaosConfig } from '../config.ts';
import { makeRandom } from '../plan/random.ts';
import { drawAct } from './load.ts';
import { makeProduce } from './produce.ts';

const EVERY_MS = 160;

/** A process that gives the fleet work until it is stopped. */
export const compose = (
  config: ChaosConfig,
  options: { readonly name: string; readonly seed: number },
): { readonly log: Logger; readonly start: () => Promise<Running> } => {
  const log = makeLogger({ ...config.log, process: options.name });
  const db = makeDatabase({
    ...config.database,
    name: `sherpa ${options.name}`,
    onError: (error) => log.warn('A connection to the database broke.', { error }),
  });
  const queue = makeQueue({
    ...config.queue,
    onError: (error) => log.warn('A connection to the queue broke.', { error }),
  });
  const stopping = new AbortController();

  const run = async (tenantIds: readonly string[]): Promise<void> => {
    const produce = makeProduce({ db, queue, log });
    const random = makeRandom(options.seed);
    while (!stopping.signal.aborted) {
      const tenantId = tenantIds[random.between(0, tenantIds.length - 1)] ?? '';
      try {
        await produce(tenantId, drawAct(random));
      } catch (err) {
        // What was not committed is nobody's loss; the next act may fare better.
        log.warn('The producer could not enqueue.', { error: toAppError(err) });
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    log,
    start: async () => {
      await db.ping();
      const tenants = await Promise.all(tenantSlugs.map((slug) => ensureTenant(db.engine, slug)));
      const ended = run(tenants.map(({ id }) => id));
      announce({ type: 'ready' });
      return {
        stop: async () => {
          stopping.abort();
          await ended;
          await queue.close();
          await log.flush();
          await db.close();
        },
      };
    },
  };
};
