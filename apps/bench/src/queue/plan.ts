import type { QueueOptions } from './options.ts';
import type { MeasureName } from './run.ts';

/** One thing to measure. */
export type Step = {
  readonly kind: 'drain';
  readonly added: 'bulk' | 'single';
  readonly concurrency: number;
  readonly tasks: number;
};

/** Steps that one contestant takes one after the other in the same session. */
export interface Leg {
  readonly name: MeasureName;
  readonly workers: number;
  readonly steps: readonly Step[];
}

/** Measured at these alone, as the bars ask for it. */
const SINGLE_CONCURRENCY = [50, 200];

export const planLegs = (options: QueueOptions): readonly Leg[] => {
  const { concurrency, tasks } = options;
  const legs: Leg[] = [];
  if (options.measures.includes('drain-bulk')) {
    for (const workers of options.workers) {
      const steps = concurrency.map((each): Step => ({
        kind: 'drain',
        added: 'bulk',
        concurrency: each,
        tasks,
      }));
      legs.push({ name: 'drain-bulk', workers, steps });
    }
  }
  if (options.measures.includes('drain-single')) {
    const steps = SINGLE_CONCURRENCY.filter((each) => concurrency.includes(each)).map((each): Step => ({
      kind: 'drain',
      added: 'single',
      concurrency: each,
      tasks,
    }));
    legs.push({ name: 'drain-single', workers: 1, steps });
  }
  return legs;
};
