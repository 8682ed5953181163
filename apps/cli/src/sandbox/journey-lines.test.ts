import { expect, test } from 'vitest';
import { toJourneyLines } from './journey-lines.ts';

test('counts what happened by kind, in plain words first', () => {
  const happened = {
    hubspot: {},
    stripe: { 'invoice.updated': 9, 'invoice.payment_failed': 2, renewal: 7 },
    notion: { 'page.created': 1 },
  };
  expect(toJourneyLines({ now: '2026-01-31T00:00:00.000Z', happened })).toEqual([
    'It is 2026-01-31T00:00:00.000Z now. On the way:',
    '',
    'Stripe',
    '       7  renewals',
    '       2  payments failed',
    '       9  invoice.updated',
    '',
    'Notion',
    '       1  pages made',
  ]);
});

test('says so where nothing fell due', () => {
  expect(toJourneyLines({ now: 'then', happened: { stripe: {} } })).toEqual([
    'It is then now; nothing fell due on the way.',
  ]);
});
