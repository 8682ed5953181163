import type { Fault, FaultKind, Role } from './fault.ts';
import type { Random } from './random.ts';

/** What a fault can be drawn from. */
export interface DrawOptions {
  /** The processes of each role, by name. */
  readonly slots: Readonly<Record<Role, readonly [string, ...string[]]>>;
  /** How long a silent worker keeps its task; pauses last longer than that. */
  readonly leaseMs: number;
}

type Draw = (random: Random, options: DrawOptions) => Fault;

const LINKS = ['ledger', 'queue'] as const;
const VENDORS = ['stripe', 'hubspot'] as const;
const TROUBLES = ['status429', 'html502', 'hang', 'reset'] as const;

const anybody = (random: Random, { slots }: DrawOptions): string =>
  random.pick([...slots.worker, ...slots.conductor, ...slots.producer]);

const kill =
  (kind: 'killWorker' | 'killConductor' | 'killProducer', role: Role): Draw =>
  (random, { slots }) => ({ hits: 'process', kind, slot: random.pick(slots[role]) });

/** Longer than the lease, so that the task has been given to another before this one wakes. */
const pause =
  (kind: 'pauseWorker' | 'pauseConductor' | 'pauseProducer', role: Role): Draw =>
  (random, { slots, leaseMs }) => ({
    hits: 'process',
    kind,
    slot: random.pick(slots[role]),
    forMs: random.between(Math.round(leaseMs * 1.2), Math.round(leaseMs * 2.2)),
  });

/** A third hits everybody, as a switch that fails would. */
const drawWay = (random: Random, options: DrawOptions) => ({
  hits: 'way' as const,
  link: random.pick(LINKS),
  slot: random.chance(0.33) ? 'all' : anybody(random, options),
});

const DRAWS: Readonly<Record<FaultKind, Draw>> = {
  killWorker: kill('killWorker', 'worker'),
  killConductor: kill('killConductor', 'conductor'),
  killProducer: kill('killProducer', 'producer'),
  pauseWorker: pause('pauseWorker', 'worker'),
  pauseConductor: pause('pauseConductor', 'conductor'),
  pauseProducer: pause('pauseProducer', 'producer'),
  queueFlush: () => ({ hits: 'server', kind: 'queueFlush' }),
  postgresRestart: () => ({ hits: 'server', kind: 'postgresRestart' }),
  postgresTerminate: () => ({ hits: 'server', kind: 'postgresTerminate' }),
  queueRestart: (random) => ({ hits: 'server', kind: 'queueRestart', downMs: random.between(0, 2_000) }),
  cut: (random, options) => ({
    ...drawWay(random, options),
    kind: 'cut',
    forMs: random.between(200, 4_000),
  }),
  swallow: (random, options) => ({
    ...drawWay(random, options),
    kind: 'swallow',
    forMs: random.between(1_000, options.leaseMs * 2),
  }),
  latency: (random, options) => ({
    ...drawWay(random, options),
    kind: 'latency',
    forMs: random.between(1_000, 5_000),
    delayMs: random.between(20, 250),
  }),
  clockJump: (random, options) => ({
    hits: 'process',
    kind: 'clockJump',
    slot: anybody(random, options),
    offsetMs: (random.chance(0.5) ? 1 : -1) * random.between(5_000, 600_000),
  }),
  answerLost: (random) => ({
    hits: 'vendor',
    kind: 'answerLost',
    vendor: random.pick(VENDORS),
    trouble: 'lostAfterCommit',
    times: random.between(1, 5),
  }),
  vendorTrouble: (random) => ({
    hits: 'vendor',
    kind: 'vendorTrouble',
    vendor: random.pick(VENDORS),
    trouble: random.pick(TROUBLES),
    times: random.between(1, 8),
  }),
};

/** A fault of that kind, with all that is random about it. */
export const drawFault = (random: Random, options: DrawOptions, kind: FaultKind): Fault =>
  DRAWS[kind](random, options);
