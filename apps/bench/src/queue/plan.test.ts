import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { planLegs } from './plan.ts';

const stepsOf = (...argv: readonly string[]) =>
  planLegs(parseOptions(argv)).flatMap(({ workers, steps }) => steps.map((step) => ({ workers, ...step })));

describe('the plan of a round', () => {
  it('drains at every concurrency with one worker and with two', () => {
    const drains = stepsOf().filter((step) => step.kind === 'drain' && step.added === 'bulk');
    expect(drains.map((step) => [step.workers, 'concurrency' in step ? step.concurrency : 0])).toEqual([
      [1, 1],
      [1, 10],
      [1, 50],
      [1, 200],
      [2, 1],
      [2, 10],
      [2, 50],
      [2, 200],
    ]);
  });

  it('has each contestant do all of a quick round in one session', () => {
    const legs = planLegs(parseOptions(['--quick']));
    expect(legs).toHaveLength(1);
    expect(new Set(legs[0]?.steps.map(({ kind }) => kind))).toEqual(
      new Set(['drain', 'enqueue', 'together', 'latency']),
    );
  });

  it('fills the queue in bulk where only that is asked for', () => {
    const steps = stepsOf('--measure', 'enqueue-bulk', '--workers', '1', '--concurrency', '200');
    expect(steps).toMatchObject([{ kind: 'drain', added: 'bulk', concurrency: 200 }]);
  });

  it('leaves out whom nobody asked for', () => {
    const steps = stepsOf('--only', 'sherpa-redis', '--measure', 'latency');
    expect(steps).toMatchObject([{ contestants: ['sherpa-redis'], samples: 300, perSecond: 50 }]);
  });
});
