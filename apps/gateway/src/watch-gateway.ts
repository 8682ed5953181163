import type { Contract } from '@sherpa/core';
import type { Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Metrics } from '@sherpa/telemetry';

interface Watched {
  readonly db: Pick<Database, 'poolStats'>;
  readonly queue: Pick<Queue, 'counts'>;
  readonly contracts: readonly Contract[];
}

/** Has every scrape tell the depth of each agent's queue and the use of this process's connections. */
export const watchGateway = (metrics: Metrics, { db, queue, contracts }: Watched): void => {
  for (const { agent } of contracts) {
    metrics.watchQueue(agent, async () => ({ ...(await queue.counts(agent)) }));
  }
  metrics.watch('sherpa_database_connections', 'Open connections to Postgres.', () => db.poolStats().total);
  metrics.watch('sherpa_database_connections_idle', 'Those without work.', () => db.poolStats().idle);
  metrics.watch(
    'sherpa_database_connections_wanted',
    'Callers that wait for one.',
    () => db.poolStats().waiting,
  );
};
