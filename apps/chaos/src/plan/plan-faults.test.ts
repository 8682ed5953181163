import { describe, expect, it } from 'vitest';
import { weightsFor } from './fault.ts';
import { planFaults, type PlanOptions } from './plan-faults.ts';

const options: PlanOptions = {
  seed: 42,
  minutes: 5,
  queue: 'redis',
  slots: {
    worker: ['worker-1', 'worker-2'],
    conductor: ['conductor-1', 'conductor-2'],
    producer: ['producer-1'],
  },
  leaseMs: 5_000,
};

describe('planFaults', () => {
  it('gives the same plan for the same seed', () => {
    expect(planFaults(options)).toEqual(planFaults({ ...options }));
  });

  it('gives another plan for another seed', () => {
    expect(planFaults({ ...options, seed: 43 })).not.toEqual(planFaults(options));
  });

  it('has hundreds of faults in five minutes, in the order of their times', () => {
    const plan = planFaults(options);
    expect(plan.length).toBeGreaterThan(200);
    const times = plan.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(5 * 60_000);
  });

  it.each(['redis', 'postgres'] as const)('has every kind there is in one minute on %s', (queue) => {
    const kinds = new Set(planFaults({ ...options, minutes: 1, queue }).map(({ fault }) => fault.kind));
    expect([...kinds].toSorted()).toEqual(
      weightsFor(queue)
        .map(([kind]) => kind)
        .toSorted(),
    );
  });

  it('never restarts a queue server that is Postgres itself', () => {
    const plan = planFaults({ ...options, queue: 'postgres' });
    expect(plan.filter(({ fault }) => fault.kind === 'queueRestart')).toEqual([]);
  });

  it('lets six seconds pass between two losses of a whole server', () => {
    const heavy = ['queueFlush', 'queueRestart', 'postgresRestart'];
    const times = planFaults(options)
      .filter(({ fault }) => heavy.includes(fault.kind))
      .map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(6_000);
  });

  it('pauses for longer than the lease', () => {
    const pauses = planFaults(options).flatMap(({ fault }) =>
      fault.kind === 'pauseWorker' ? [fault.forMs] : [],
    );
    expect(Math.min(...pauses)).toBeGreaterThan(options.leaseMs);
  });
});
