import { describe, expect, it } from 'vitest';
import { judge } from './bars.ts';
import type { ContestantName } from './contestants/index.ts';
import { toRows } from './figures.ts';
import { toFigures, toRatios } from './ratios.ts';
import type { MeasureName, Run } from './run.ts';

const run = (contestant: ContestantName, measure: MeasureName, variant: string, value: number): Run => ({
  contestant,
  measure,
  variant,
  value,
  unit: 'tasks/s',
  tasks: 1,
  seconds: 1,
});

const drains = (contestant: ContestantName, ...values: readonly number[]): readonly Run[] =>
  values.map((value) => run(contestant, 'drain-bulk', 'c=200 w=1', value));

const figuresOf = (...runs: readonly Run[]) => toFigures(toRows(runs));

describe('a ratio', () => {
  it('is that of the medians', () => {
    const figures = figuresOf(...drains('sherpa-redis', 10, 400, 40), ...drains('bullmq-redis', 20, 1, 90));
    expect(figures['drainBulk.bullmq']).toBe(2);
  });

  it('stands against the better of two ways to use the same queue', () => {
    const graphile = [...drains('graphile-200', 100), ...drains('graphile-2000', 50)];
    const figures = figuresOf(...drains('sherpa-redis', 200), ...drains('sherpa-postgres', 50), ...graphile);
    expect(figures).toMatchObject({ 'drainBulk.graphile': 2, postgresBackend: 0.5 });
  });

  it('is not there where one side was not measured', () => {
    const figures = figuresOf(...drains('sherpa-redis', 200));
    expect(toRatios(figures).drainBulk).toEqual({ bullmq: null, graphile: null, pgboss: null });
  });

  it('compares a history with none', () => {
    const figures = figuresOf(
      run('sherpa-redis', 'history', 'after none', 100),
      run('sherpa-redis', 'history', 'after 5,000,000', 98),
    );
    expect(figures.history).toBe(0.98);
  });
});

describe('a bar', () => {
  it('is met from its side: speed from above, waiting from below', () => {
    const latency = (contestant: ContestantName, value: number) => run(contestant, 'latency', 'p50', value);
    const verdicts = judge(
      figuresOf(
        ...drains('sherpa-redis', 300),
        ...drains('bullmq-redis', 100),
        latency('sherpa-redis', 3),
        latency('bullmq-redis', 1),
      ),
    );
    const byFigure = new Map(verdicts.map(({ figure, isMet }) => [figure, isMet]));
    expect(byFigure.get('drainBulk.bullmq')).toBe(true);
    expect(byFigure.get('startP50')).toBe(false);
    expect(byFigure.get('together.bullmq')).toBeNull();
  });
});
