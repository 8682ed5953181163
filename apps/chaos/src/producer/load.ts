import type { PayloadInput, TaskName } from '@sherpa/core';
import { counters, type ChaosContract } from '../agent/contract.ts';
import type { Random } from '../plan/random.ts';

/** One task to be. */
export interface Wish {
  readonly type: TaskName<ChaosContract>;
  readonly payload: PayloadInput<ChaosContract, TaskName<ChaosContract>>;
  readonly counter: string | undefined;
  readonly key: string | undefined;
  readonly priority: number | undefined;
  readonly delayMs: number | undefined;
}

/** What a producer does next. */
export type Act =
  | {
      readonly kind: 'enqueue';
      readonly wishes: readonly Wish[];
      readonly way: 'own-transaction' | 'enqueuer';
    }
  /** Commits and dies before it can add the jobs. */
  | { readonly kind: 'die-after-commit'; readonly wishes: readonly Wish[] }
  | { readonly kind: 'cancel' };

const TYPES = [
  'work.plain',
  'work.plain',
  'work.plain',
  'work.plain',
  'work.slow',
  'work.flaky',
  'work.doomed',
  'work.count',
  'work.count',
  'work.steps',
  'work.steps',
  'work.effects',
  'work.effects',
  'work.parent',
  'work.parent',
] as const;

const drawWish = (random: Random): Wish => {
  const type = random.pick(TYPES);
  const counter = type === 'work.count' ? random.pick(counters) : undefined;
  const forMs = random.chance(0.1) ? random.between(2_000, 8_000) : random.between(20, 500);
  const slowOrNothing = type === 'work.slow' ? { forMs } : {};
  return {
    type,
    payload: counter === undefined ? slowOrNothing : { counter },
    counter,
    key: random.chance(0.08) ? `${type}-${random.between(1, 5)}` : undefined,
    priority: random.chance(0.2) ? random.between(0, 200) : undefined,
    delayMs: random.chance(0.15) ? random.between(200, 15_000) : undefined,
  };
};

/** Six acts a second come to some twenty tasks a second and producer. */
export const drawAct = (random: Random): Act => {
  if (random.chance(0.04)) return { kind: 'cancel' };
  const isBulk = random.chance(0.08);
  const wishes = Array.from({ length: isBulk ? random.between(10, 40) : 1 }, () => drawWish(random));
  if (random.chance(0.004)) return { kind: 'die-after-commit', wishes };
  return { kind: 'enqueue', wishes, way: random.chance(0.7) ? 'own-transaction' : 'enqueuer' };
};
