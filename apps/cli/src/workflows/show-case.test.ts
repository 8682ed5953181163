import type { Case } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { toCaseDetails, toCaseGroupLines, toCaseTable } from './show-case.ts';

const now = new Date('2026-03-28T12:00:00Z');
const WHY =
  'Its revenue comes in several currencies, so that there is no one number; the setting severalCurrencies says what is written then.';

const one: Case = {
  id: '019acc7e-2b1f-7d04-8c55-6f0d3a9be124',
  workflow: 'payment-mirror',
  key: 'companies:17',
  status: 'held',
  subject: { companies: '17' },
  refs: {},
  reason: WHY,
  dueAt: null,
  taskId: '019acc7e-2b1f-7d04-8c55-6f0d3a9be125',
  openedAt: '2026-03-25T12:00:00.000Z',
  updatedAt: '2026-03-25T12:00:00.000Z',
  closedAt: null,
};

describe('cases', () => {
  it('are one line for what they wait for, which says how many and how to see them', () => {
    const group = { ...one, count: 412, oldestAt: one.openedAt, sampleId: one.id, status: 'held' } as const;
    const [titles, line, how] = toCaseGroupLines([group], now);
    expect(titles).toMatch(/^WORKFLOW +STATUS +CASES +OLDEST +DUE +FOR EXAMPLE +WHY$/u);
    expect(line).toBe(`payment-mirror  held      412  3 d ago  -    ${one.id}  ${WHY}`);
    expect(how).toContain('sherpa cases list --like');
  });

  it('tell the whole reason, however long it is', () => {
    expect(toCaseTable([one], now)[1]).toContain(WHY);
    expect(toCaseDetails(one, now)).toContain(`held        ${WHY}`);
  });
});
