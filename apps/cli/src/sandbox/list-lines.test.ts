import { expect, it } from 'vitest';
import { toListLines } from './list-lines.ts';

const deal = { id: '7', name: 'Acme – Basic plan', stage: 'In talks', amount: '29', currency: 'EUR' };

it('a list tells of deals which go through when they are won, and why others are held', () => {
  const rows = [
    { ...deal, hindered: null },
    { ...deal, id: '8', amount: null, hindered: 'no amount' },
  ];
  expect(toListLines('deals', { total: 9, rows })).toEqual([
    'DEAL  NAME               STAGE     AMOUNT  IF IT IS WON NOW',
    '7     Acme – Basic plan  In talks  29 EUR  goes through',
    '8     Acme – Basic plan  In talks       –  held: no amount',
    '',
    '2 of 9; --limit shows more.',
  ]);
});

it('an empty list says so', () => {
  expect(toListLines('refunds', { total: 0, rows: [] })).toEqual(['There are no refunds to act on.']);
});

it('an invoice that was sent has a day on which it is due, and no tries', () => {
  const invoice = { id: 'in_1', customer: 'cus_1', name: 'Ada', subscription: null, attempts: 0 };
  const money = { amountMinor: 2_900, currency: 'eur', nextTryAt: null };
  const [, sent] = toListLines('invoices', {
    total: 1,
    rows: [{ ...invoice, ...money, isSent: true, dueAt: '2026-12-01T00:00:00.000Z' }],
  });
  expect(sent).toBe('in_1     cus_1     Ada   29.00 EUR  sent   due 2026-12-01');
});
