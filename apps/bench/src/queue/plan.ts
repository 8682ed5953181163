import type { ContestantName } from './contestants/index.ts';
import type { DrainOptions } from './measure/drain.ts';
import type { EnqueueOptions } from './measure/enqueue.ts';
import type { LatencyOptions } from './measure/latency.ts';
import type { TogetherOptions } from './measure/together.ts';
import type { QueueOptions } from './options.ts';
import type { MeasureName } from './run.ts';

/** One thing to measure, and by whom. */
export type Step = { readonly contestants: readonly ContestantName[] } & (
  | ({ readonly kind: 'drain' } & DrainOptions)
  | ({ readonly kind: 'enqueue' } & EnqueueOptions)
  | ({ readonly kind: 'together' } & TogetherOptions)
  | ({ readonly kind: 'latency' } & LatencyOptions)
);

/** Steps that each contestant takes one after the other in one session, before the next contestant's turn. */
export interface Leg {
  readonly workers: number;
  readonly steps: readonly Step[];
}

type Names = readonly ContestantName[];

/** Who is needed for the bars, no more: for a quick run. */
const needed = {
  'drain-bulk': ['sherpa-redis', 'sherpa-postgres', 'bullmq-redis', 'graphile-2000', 'pgboss-1000'],
  'drain-single': ['sherpa-redis', 'bullmq-redis'],
  together: ['sherpa-redis', 'bullmq-redis', 'graphile-2000', 'pgboss-1000'],
  'enqueue-one': [],
  'enqueue-100': ['sherpa-redis', 'bullmq-redis', 'graphile-2000'],
  latency: ['sherpa-redis', 'bullmq-redis'],
} as const satisfies Partial<Record<MeasureName, Names>>;

/** A drain by tasks added one by one is asked for at these, */
const SINGLE_CONCURRENCY = [50, 200];
/** and of these alone: the others give each task a row of its own however it was added. */
const SINGLE: Names = ['sherpa-redis', 'sherpa-postgres', 'bullmq-redis', 'bullmq-postgres', 'naive'];
const FULL = 200;
const FULL_CAP_MS = 8_000;
const QUICK_CAP_MS = 6_000;

type Maker = (
  measure: keyof typeof needed,
) => { readonly contestants: Names; readonly capMs: number } | undefined;

const makeGate =
  (options: QueueOptions): Maker =>
  (measure) => {
    const isAsked =
      options.measures.includes(measure) ||
      (measure === 'drain-bulk' && options.measures.includes('enqueue-bulk'));
    if (!isAsked) return undefined;
    const who: Names = options.isQuick ? needed[measure] : options.contestants;
    const contestants = options.contestants.filter((name) => who.includes(name));
    return { contestants, capMs: options.isQuick ? QUICK_CAP_MS : FULL_CAP_MS };
  };

const enqueueSteps = (gate: Maker, { isQuick }: QueueOptions): readonly Step[] => {
  const [one, hundred] = [gate('enqueue-one'), gate('enqueue-100')];
  const withinMs = isQuick ? 1_000 : 2_000;
  const kind = 'enqueue';
  return [
    ...(one ? [{ ...one, kind, measure: 'enqueue-one', ways: 1, tasks: 5_000, withinMs } as const] : []),
    ...(hundred
      ? [
          {
            ...hundred,
            kind,
            measure: 'enqueue-100',
            ways: 100,
            tasks: isQuick ? 10_000 : 20_000,
            withinMs,
          } as const,
        ]
      : []),
  ];
};

const drainSteps = (gate: Maker, { concurrency, tasks }: QueueOptions): readonly Step[] => {
  const bulk = gate('drain-bulk');
  if (bulk === undefined) return [];
  return concurrency.map((each) => ({ ...bulk, kind: 'drain', added: 'bulk', concurrency: each, tasks }));
};

const singleSteps = (gate: Maker, { concurrency, tasks, isQuick }: QueueOptions): readonly Step[] => {
  const asked = gate('drain-single');
  if (asked === undefined) return [];
  const single = { ...asked, contestants: asked.contestants.filter((name) => SINGLE.includes(name)) };
  return SINGLE_CONCURRENCY.filter((each) => concurrency.includes(each)).map((each) => ({
    ...single,
    kind: 'drain',
    added: 'single',
    concurrency: each,
    tasks: isQuick ? Math.round(tasks / 2) : tasks,
  }));
};

const togetherSteps = (gate: Maker, { tasks }: QueueOptions): readonly Step[] => {
  const both = gate('together');
  return both === undefined ? [] : [{ ...both, kind: 'together', concurrency: FULL, tasks }];
};

const latencySteps = (gate: Maker, { isQuick }: QueueOptions): readonly Step[] => {
  const low = gate('latency');
  return low === undefined ? [] : [{ ...low, kind: 'latency', samples: 300, perSecond: isQuick ? 100 : 50 }];
};

/**
 * What to measure in one round. A quick run has each contestant do all of its steps in one session, and
 * drains at full concurrency only; a full one gives each kind of step a session of its own.
 */
export const planLegs = (options: QueueOptions): readonly Leg[] => {
  const gate = makeGate(options);
  const steps = [enqueueSteps, singleSteps, togetherSteps, latencySteps].map((make) => make(gate, options));
  const drains = (workers: number): readonly Step[] =>
    drainSteps(gate, options).filter((step) => !options.isQuick || (workers === 1 && isFull(step)));
  const legs: readonly Leg[] = options.isQuick
    ? [{ workers: 1, steps: [...drains(1), ...steps.flat()] }]
    : [
        ...options.workers.map((workers) => ({ workers, steps: drains(workers) })),
        ...steps.map((each) => ({ workers: 1, steps: each })),
      ];
  return legs.filter((leg) => leg.steps.length > 0);
};

const isFull = (step: Step): boolean => step.kind === 'drain' && step.concurrency === FULL;
