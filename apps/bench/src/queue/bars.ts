/** A figure that the bars speak of. */
export const figureNames = [
  'drainBulk.bullmq',
  'drainBulk.graphile',
  'drainBulk.pgboss',
  'drainSingle200',
  'drainSingle50',
  'together.bullmq',
  'together.graphile',
  'together.pgboss',
  'enqueueBulk.bullmq',
  'enqueueBulk.graphile',
  'enqueueBulk.pgboss',
  'enqueue100.bullmq',
  'enqueue100.graphile',
  'enqueue100.pgboss',
  'startP50',
  'startP99',
  'postgresBackend',
  'history',
  'idle',
] as const;

export type FigureName = (typeof figureNames)[number];

/** What a figure must come to. */
export interface Bar {
  readonly figure: FigureName;
  readonly title: string;
  readonly bound: 'at least' | 'at most' | 'below';
  readonly value: number;
}

const SINGLE = 'drain of tasks with a job each ÷ raw BullMQ';

/** What Sherpa holds itself to; ratios, but for the idle fleet, which is in per cent of one core. */
const bars: readonly Bar[] = [
  { figure: 'drainBulk.bullmq', title: 'bulk drain, c=200 ÷ raw BullMQ', bound: 'at least', value: 2 },
  {
    figure: 'drainBulk.graphile',
    title: 'bulk drain, c=200 ÷ graphile-worker',
    bound: 'at least',
    value: 1.1,
  },
  { figure: 'drainBulk.pgboss', title: 'bulk drain, c=200 ÷ pg-boss', bound: 'at least', value: 1.8 },
  { figure: 'drainSingle200', title: `${SINGLE}, c=200`, bound: 'at least', value: 0.8 },
  { figure: 'drainSingle50', title: `${SINGLE}, c=50`, bound: 'at least', value: 0.6 },
  {
    figure: 'together.bullmq',
    title: 'producer and worker together ÷ raw BullMQ',
    bound: 'at least',
    value: 2,
  },
  { figure: 'together.graphile', title: 'the same ÷ graphile-worker', bound: 'at least', value: 1.1 },
  { figure: 'together.pgboss', title: 'the same ÷ pg-boss', bound: 'at least', value: 1.5 },
  { figure: 'enqueueBulk.bullmq', title: 'bulk enqueue ÷ raw addBulk', bound: 'at least', value: 2 },
  { figure: 'enqueueBulk.graphile', title: 'bulk enqueue ÷ graphile-worker', bound: 'at least', value: 1.2 },
  { figure: 'enqueue100.bullmq', title: '100-way enqueue ÷ raw BullMQ', bound: 'at least', value: 0.9 },
  { figure: 'enqueue100.graphile', title: '100-way enqueue ÷ graphile-worker', bound: 'at least', value: 5 },
  { figure: 'startP50', title: 'add to start at low load, p50 ÷ raw BullMQ', bound: 'at most', value: 2 },
  { figure: 'startP99', title: 'add to start at low load, p99 ÷ raw BullMQ', bound: 'at most', value: 2 },
  {
    figure: 'postgresBackend',
    title: 'bulk drain on the Postgres backend ÷ graphile-worker',
    bound: 'at least',
    value: 0.8,
  },
  { figure: 'history', title: 'drain with a history ÷ without', bound: 'at least', value: 0.95 },
  { figure: 'idle', title: 'CPU of an idle fleet, % of one core', bound: 'below', value: 2 },
];

/** A bar beside what was measured. */
export interface Verdict extends Bar {
  /** Null where it was not measured. */
  readonly measured: number | null;
  readonly isMet: boolean | null;
}

const isMet = ({ bound, value }: Bar, measured: number): boolean => {
  switch (bound) {
    case 'at least':
      return measured >= value;
    case 'at most':
      return measured <= value;
    case 'below':
      return measured < value;
  }
};

/** Holds the figures against the bars. */
export const judge = (figures: Readonly<Record<FigureName, number | null>>): readonly Verdict[] =>
  bars.map((bar) => {
    const measured = figures[bar.figure];
    return { ...bar, measured, isMet: measured === null ? null : isMet(bar, measured) };
  });
