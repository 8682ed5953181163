import { expect, it } from 'vitest';
import { toBudgetTable } from './budget-table.ts';

const now = new Date('2026-11-27T10:00:00Z');

it('a budget is a line for each of its windows, with what holds calls back', () => {
  const lines = toBudgetTable(
    [
      {
        vendor: 'hubspot',
        connectionId: 'c1',
        closedUntil: '2026-11-27T10:00:30.000Z',
        circuit: { state: 'open', cause: 'unauthorized', until: '2026-11-27T10:05:00.000Z' },
        windows: [
          { window: 'burst', limit: 190, windowMs: 10_000, used: 12, closedUntil: null },
          {
            window: 'daily',
            limit: 650_000,
            windowMs: 86_400_000,
            used: 650,
            closedUntil: '2026-11-27T10:30:00.000Z',
          },
        ],
      },
    ],
    now,
  );
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^hubspot +c1 +burst +12 +190 +10 s +opens in 30 s +open: credentials refused/u);
  expect(lines[2]).toMatch(/daily +650 +650000 +1 d +opens in 30 m/u);
});
