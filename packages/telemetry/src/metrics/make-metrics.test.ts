import { describe, expect, it } from 'vitest';
import { makeMetrics } from './make-metrics.ts';

/** The value of the one line that has the name and all of the labels, in whatever order they stand. */
const valueOf = (text: string, name: string, labels: Record<string, string>) => {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
  const found = lines.filter((line) => wanted.every((one) => line.includes(one)));
  expect(found).toHaveLength(1);
  return Number(found[0]?.split('} ')[1]);
};

describe('makeMetrics', () => {
  it('counts attempts of tasks and keeps waiting and running apart', async () => {
    const metrics = makeMetrics({ process: 'worker-sales' });
    const labels = { agent: 'sales', type: 'contacts.sync' };
    metrics.observeTask({ ...labels, outcome: 'completed', waitMs: 2_000, runMs: 40 });
    const text = await metrics.text();
    expect(valueOf(text, 'sherpa_task_attempts_total', { ...labels, outcome: 'completed' })).toBe(1);
    expect(valueOf(text, 'sherpa_task_wait_seconds_sum', labels)).toBe(2);
    expect(valueOf(text, 'sherpa_task_run_seconds_sum', { ...labels, process: 'worker-sales' })).toBe(0.04);
  });

  it('tells how many tasks took at most how long', async () => {
    const metrics = makeMetrics({ process: 'worker-sales' });
    const labels = { agent: 'sales', type: 'contacts.sync' };
    for (const runMs of [5, 90, 100, 700_000])
      metrics.observeTask({ ...labels, outcome: 'completed', waitMs: 0, runMs });
    const text = await metrics.text();
    const under = (le: string) => valueOf(text, 'sherpa_task_run_seconds_bucket', { ...labels, le });
    expect([under('0.005'), under('0.025'), under('0.1'), under('600'), under('+Inf')]).toEqual([
      1, 1, 3, 3, 4,
    ]);
    expect(valueOf(text, 'sherpa_task_run_seconds_count', labels)).toBe(4);
    expect(text).toContain('# TYPE sherpa_task_run_seconds histogram');
  });

  it('counts calls to vendors by how they ended', async () => {
    const metrics = makeMetrics({ process: 'worker-sales' });
    const labels = { vendor: 'hubspot', operation: 'contacts.list', outcome: 'ok' };
    metrics.observeVendorCall({ ...labels, durationMs: 120 });
    const text = await metrics.text();
    expect(valueOf(text, 'sherpa_vendor_calls_total', labels)).toBe(1);
    expect(valueOf(text, 'sherpa_vendor_call_seconds_sum', labels)).toBe(0.12);
  });

  it('asks for labelled values at every scrape and survives those that cannot be had', async () => {
    const metrics = makeMetrics({ process: 'gateway' });
    const labels = { agent: 'sales', state: 'waiting' };
    let waiting = 3;
    const labelNames = ['agent', 'state'];
    metrics.watchMany({
      name: 'sherpa_queue_jobs',
      help: 'Jobs.',
      labelNames,
      read: async () => [{ labels, value: waiting }],
    });
    metrics.watchMany({
      name: 'sherpa_broken',
      help: 'Nothing.',
      labelNames,
      read: async () => {
        throw new Error('gone');
      },
    });
    expect(valueOf(await metrics.text(), 'sherpa_queue_jobs', labels)).toBe(3);
    waiting = 0;
    const text = await metrics.text();
    expect(valueOf(text, 'sherpa_queue_jobs', labels)).toBe(0);
    expect(text).not.toContain('sherpa_broken{');
  });

  it('tells how the process itself is, and what else is watched', async () => {
    const metrics = makeMetrics({ process: 'gateway' });
    metrics.watch('sherpa_database_connections', 'Connections of the pool.', () => 7);
    const text = await metrics.text();
    expect(text).toContain('process_resident_memory_bytes');
    expect(valueOf(text, 'sherpa_database_connections', { process: 'gateway' })).toBe(7);
  });
});
