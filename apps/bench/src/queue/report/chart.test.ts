import { describe, expect, it } from 'vitest';
import { toRows } from '../figures.ts';
import type { Run } from '../run.ts';
import { toChart } from './chart.ts';

const run: Run = {
  contestant: 'sherpa-redis',
  measure: 'drain-bulk',
  variant: 'c=200 w=1',
  value: 1_234,
  unit: 'tasks/s',
  tasks: 1,
  seconds: 1,
};

describe('the chart', () => {
  it('shows the fastest first and leaves out what was not measured', () => {
    const chart = toChart(toRows([run, { ...run, contestant: 'graphile-200', value: 2_000 }]), 'a < b');
    expect(chart.indexOf('graphile-worker')).toBeLessThan(chart.indexOf('>Sherpa<'));
    expect(chart).toContain('>1,234<');
    expect(chart).toContain('a &lt; b');
    expect(chart).not.toContain('Enqueueing in bulk');
  });
});
