import type { BudgetState } from '@sherpa/core';
import { makeMetrics } from '@sherpa/telemetry';
import { expect, it } from 'vitest';
import { watchBudgets } from './watch-budgets.ts';

const budget: BudgetState = {
  account: { id: 'c1', vendor: 'hubspot', tenantId: null },
  closedUntil: null,
  circuit: { state: 'open', cause: 'failing', until: new Date() },
  windows: [{ window: 'burst', limit: 190, windowMs: 10_000, used: 12, closedUntil: null }],
};

it('a scrape tells how far each window is used and whose circuit is open, and reads them once', async () => {
  const metrics = makeMetrics({ process: 'gateway' });
  let reads = 0;
  watchBudgets(metrics, {
    read: async () => {
      reads += 1;
      return [budget];
    },
  });
  const lines = (await metrics.text()).split('\n').filter((line) => !line.startsWith('#'));
  const valueOf = (name: string) => lines.find((line) => line.startsWith(`${name}{`))?.split('} ')[1];
  expect(valueOf('sherpa_budget_used')).toBe('12');
  expect(valueOf('sherpa_budget_limit')).toBe('190');
  expect(valueOf('sherpa_budget_closed_seconds')).toBe('0');
  expect(valueOf('sherpa_circuit_open')).toBe('1');
  expect(reads).toBe(1);
});
