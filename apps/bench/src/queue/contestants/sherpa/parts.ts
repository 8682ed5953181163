import { Writable } from 'node:stream';
import { insertLogs, makeDatabase, type Database } from '@sherpa/db';
import { makeQueue, type Queue } from '@sherpa/queue';
import { makeLogger, makeMetrics, type Logger, type Metrics } from '@sherpa/telemetry';
import type { Place } from '../../contestant.ts';

/** What a process of Sherpa is composed of, as the apps compose it. */
export interface Parts {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly close: () => Promise<void>;
}

/** Which of the place's servers moves the jobs. */
export type Backend = 'redis' | 'postgres';

/** The default of DATABASE_POOL_MAX. */
const POOL_MAX = 10;

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Everything a worker or gateway has in production: logs (to nowhere), metrics, pools of the default size. */
export const openParts = (place: Place, backend: Backend, poolMax = POOL_MAX): Parts => {
  const log = makeLogger({
    process: 'bench',
    level: 'info',
    pretty: false,
    stdout: nowhere(),
    store: (records) => insertLogs(db.engine, records),
  });
  const db = makeDatabase({
    url: place.postgresUrl,
    poolMax,
    name: 'sherpa bench',
    onError: (error) => log.warn('A connection to the database broke.', { error }),
  });
  const queue = makeQueue({
    url: backend === 'redis' ? place.redisUrl : place.postgresUrl,
    namespace: place.namespace,
    onError: (error) => log.warn('A connection to the queue broke.', { error }),
  });
  return {
    db,
    queue,
    log,
    metrics: makeMetrics({ process: 'bench' }),
    close: async () => {
      await queue.close();
      await log.flush();
      await db.close();
    },
  };
};
