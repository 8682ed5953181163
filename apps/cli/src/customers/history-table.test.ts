import type { HistoryEntry } from '@sherpa/api';
import { expect, it } from 'vitest';
import { toHistoryTable } from './history-table.ts';

const entry = (over: Partial<HistoryEntry>): HistoryEntry => ({
  id: '0190f3d2-0000-7000-8000-000000000002',
  kind: 'changed',
  at: '2026-11-01T00:00:00.000Z',
  cause: { kind: 'sources', objects: ['stripe:customer:cus_1'] },
  changes: [],
  otherId: null,
  objects: [],
  undone: false,
  ...over,
});

const lineOf = (over: Partial<HistoryEntry>): string => toHistoryTable([entry(over)], 'jpy')[1] ?? '';

it('a history tells what fields were and became, money as money, and what was read', () => {
  const line = lineOf({
    changes: [
      { field: 'name', from: null, to: 'Ada' },
      { field: 'monthlyRevenue', from: {}, to: { eur: 490_000 } },
      { field: 'balanceMinor', from: 0, to: -500 },
    ],
  });
  expect(line).toContain('name: - → Ada; monthlyRevenue: - → 4,900.00 EUR; balance: 0 JPY → -500 JPY');
  expect(line).toContain('read from stripe:customer:cus_1');
});

it('a history tells who did something, and why', () => {
  expect(lineOf({ kind: 'merge', cause: { kind: 'merge', by: 'ada', reason: 'one desk' } })).toContain(
    'by ada: one desk',
  );
  expect(lineOf({ kind: 'split', cause: { kind: 'split', by: 'ada', reason: null } })).toMatch(/by ada$/u);
  expect(lineOf({ kind: 'merge', cause: { kind: 'sources' } })).toContain('by their keys');
});
