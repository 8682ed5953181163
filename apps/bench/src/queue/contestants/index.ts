import type { Contestant } from '../contestant.ts';

/** Who takes part, in the order in which they are shown. */
export const contestantNames = [
  'sherpa-redis',
  'sherpa-postgres',
  'bullmq-redis',
  'bullmq-redis-counter',
  'bullmq-postgres',
  'naive',
  'graphile-200',
  'graphile-2000',
  'pgboss-200',
  'pgboss-1000',
] as const;

export type ContestantName = (typeof contestantNames)[number];

/** Loads one contestant and no other's library. */
export const contestants: Readonly<Record<ContestantName, () => Promise<Contestant>>> = {
  'sherpa-redis': async () => (await import('./sherpa/sherpa.ts')).makeSherpa('redis'),
  'sherpa-postgres': async () => (await import('./sherpa/sherpa.ts')).makeSherpa('postgres'),
  'bullmq-redis': async () =>
    (await import('./bullmq/bullmq.ts')).makeBullMq({ backend: 'redis', ids: 'uuid' }),
  'bullmq-redis-counter': async () =>
    (await import('./bullmq/bullmq.ts')).makeBullMq({ backend: 'redis', ids: 'counter' }),
  'bullmq-postgres': async () =>
    (await import('./bullmq/bullmq.ts')).makeBullMq({ backend: 'postgres', ids: 'uuid' }),
  naive: async () => (await import('./naive/naive.ts')).makeNaiveLedger(),
  'graphile-200': async () => (await import('./graphile/graphile.ts')).makeGraphile({ localQueueSize: 200 }),
  'graphile-2000': async () =>
    (await import('./graphile/graphile.ts')).makeGraphile({ localQueueSize: 2_000 }),
  'pgboss-200': async () => (await import('./pgboss/pgboss.ts')).makePgBoss({ batchSize: 200 }),
  'pgboss-1000': async () => (await import('./pgboss/pgboss.ts')).makePgBoss({ batchSize: 1_000 }),
};
