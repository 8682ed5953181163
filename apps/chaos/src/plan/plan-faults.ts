import type { QueueKind } from '@sherpa/queue';
import { drawFault, type DrawOptions } from './draw-fault.ts';
import { weightsFor, type FaultKind, type PlannedFault } from './fault.ts';
import { makeRandom, type Random } from './random.ts';

/** All that a plan follows from. */
export interface PlanOptions extends DrawOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly queue: QueueKind;
}

/** On average one fault a second: hundreds in five minutes, and room to recover between the heavy ones. */
const EVERY_MS = 1_000;
/** The fleet has begun to work before the first one, and the last one still hits the load. */
const FIRST_MS = 2_000;
const LAST_BEFORE_END_MS = 2_000;

/** After one of these the next may not come for a while, else nothing would ever be done in between. */
const HEAVY: ReadonlySet<FaultKind> = new Set(['queueFlush', 'queueRestart', 'postgresRestart']);
const HEAVY_REST_MS = 6_000;
const LIGHT: FaultKind = 'answerLost';

/** Each kind once, so that a short run has seen all, and the rest by weight; in random order. */
const drawKinds = (random: Random, queue: QueueKind, count: number): FaultKind[] => {
  const weights = weightsFor(queue);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const draw = (): FaultKind => {
    let left = random.next() * total;
    for (const [kind, weight] of weights) {
      left -= weight;
      if (left < 0) return kind;
    }
    return LIGHT;
  };
  const kinds = weights.map(([kind]) => kind).slice(0, count);
  while (kinds.length < count) kinds.push(draw());
  return kinds
    .map((kind) => ({ kind, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ kind }) => kind);
};

/** The next kind whose time has come; a heavy one that is too early keeps its place in the row. */
const takeKind = (kinds: FaultKind[], isTooSoon: boolean): FaultKind => {
  const index = kinds.findIndex((kind) => !isTooSoon || !HEAVY.has(kind));
  const [kind = LIGHT] = index === -1 ? [] : kinds.splice(index, 1);
  return kind;
};

/** What goes wrong when: a pure function of its options, so that a seed replays. */
export const planFaults = (options: PlanOptions): readonly PlannedFault[] => {
  const random = makeRandom(options.seed);
  const endMs = Math.round(options.minutes * 60_000) - LAST_BEFORE_END_MS;
  const count = Math.max(0, Math.floor((endMs - FIRST_MS) / EVERY_MS));
  const times = Array.from({ length: count }, () => random.between(FIRST_MS, endMs)).toSorted(
    (a, b) => a - b,
  );
  const kinds = drawKinds(random, options.queue, count);
  let heavyAtMs = -HEAVY_REST_MS;
  return times.map((atMs): PlannedFault => {
    const kind = takeKind(kinds, atMs - heavyAtMs < HEAVY_REST_MS);
    if (HEAVY.has(kind)) heavyAtMs = atMs;
    return { atMs, fault: drawFault(random, options, kind) };
  });
};
