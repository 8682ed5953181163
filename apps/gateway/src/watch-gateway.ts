import type { Contract } from '@sherpa/core';
import { agentHealth, tableSizes, type AgentHealth, type Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { LabelledValue, Metrics } from '@sherpa/telemetry';
import type { WebhookCounts } from './webhooks/webhook-counts.ts';

interface Watched {
  readonly db: Database;
  readonly queue: Pick<Queue, 'counts'>;
  readonly contracts: readonly Contract[];
  /** The tenant whose agents are measured. */
  readonly tenantId: string;
  readonly webhookCounts: Pick<WebhookCounts, 'values'>;
}

const queueDepths = async ({ queue, contracts }: Watched): Promise<LabelledValue[]> => {
  const depths = contracts.map(async ({ agent }) => {
    const counts: Readonly<Record<string, number>> = { ...(await queue.counts(agent)) };
    return Object.entries(counts).map(([state, value]) => ({ labels: { agent, state }, value }));
  });
  return (await Promise.all(depths)).flat();
};

/** What is told of an agent, in numbers; what is not known yet is left out. */
const healthValues = (health: AgentHealth): readonly (readonly [measure: string, value: number | null])[] => [
  ['processes', health.processes],
  ['pending', health.pending],
  ['running', health.running],
  ['success_rate', health.successRate],
  ['mean_duration_seconds', health.meanDurationMs === null ? null : health.meanDurationMs / 1_000],
  [
    'last_active_timestamp_seconds',
    health.lastActiveAt === null ? null : health.lastActiveAt.getTime() / 1_000,
  ],
];

const agentValues = async ({ db, contracts, tenantId }: Watched): Promise<LabelledValue[]> => {
  const agents = contracts.map((contract) => contract.agent);
  const all = await db.withTenant(tenantId, (tx) => agentHealth(tx, agents));
  return all.flatMap((health) =>
    healthValues(health).flatMap(([measure, value]) =>
      value === null ? [] : [{ labels: { agent: health.agent, measure }, value }],
    ),
  );
};

const tableBytes = async ({ db }: Watched): Promise<LabelledValue[]> =>
  (await tableSizes(db.engine)).map(({ table, bytes }) => ({ labels: { table }, value: bytes }));

/** Has every scrape tell the queues' depth, the agents' health, the tables' size and the use of connections. */
export const watchGateway = (metrics: Metrics, watched: Watched): void => {
  const { db } = watched;
  metrics.watchMany({
    name: 'sherpa_queue_jobs',
    help: "Jobs in an agent's queue, by state.",
    labelNames: ['agent', 'state'],
    read: () => queueDepths(watched),
  });
  metrics.watchMany({
    name: 'sherpa_agent',
    help: 'How an agent does; rate and mean over its last 1,000 tasks.',
    labelNames: ['agent', 'measure'],
    read: () => agentValues(watched),
  });
  metrics.watchMany({
    name: 'sherpa_table_bytes',
    help: 'A table on disk, with its indexes and partitions.',
    labelNames: ['table'],
    read: () => tableBytes(watched),
  });
  metrics.watchMany({
    name: 'sherpa_webhooks',
    help: 'Events and refused deliveries since the start, by what became of them.',
    labelNames: ['vendor', 'outcome'],
    read: async () => watched.webhookCounts.values(),
  });
  metrics.watch('sherpa_database_connections', 'Open connections to Postgres.', () => db.poolStats().total);
  metrics.watch('sherpa_database_connections_idle', 'Those without work.', () => db.poolStats().idle);
  metrics.watch(
    'sherpa_database_connections_wanted',
    'Callers that wait for one.',
    () => db.poolStats().waiting,
  );
  metrics.watch(
    'sherpa_database_slow_statements',
    'Statements over half a second since the start.',
    () => db.poolStats().slow,
  );
};
