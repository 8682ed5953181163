import type { CustomerReviewWithSides } from '@sherpa/api';
import { expect, it } from 'vitest';
import { toReviewLines, toReviewTable } from './review-lines.ts';

const side = (customerId: string, name: string | null, email: string | null) => ({
  customerId,
  kind: 'person' as const,
  name,
  email,
  objects: [`hubspot:contact:${customerId}`],
});

const review: CustomerReviewWithSides = {
  id: '0190f3d2-0000-7000-8000-000000000002',
  kind: 'suggestion',
  a: 'phone:+4930123456',
  b: '',
  subjects: ['hubspot:contact:1', 'hubspot:contact:2'],
  reason: 'alike',
  status: 'rejected',
  decidedBy: 'ada',
  decisionReason: 'twins',
  createdAt: '2026-11-01T00:00:00.000Z',
  decidedAt: '2026-11-01T00:00:00.000Z',
  sides: [side('1', 'Ada', 'ada@x.test'), side('2', null, null)],
};

it('a list of reviews names both sides', () => {
  expect(toReviewTable([review])[1]).toContain('Ada <ada@x.test> | hubspot:contact:2');
  expect(toReviewTable([{ ...review, sides: [] }])[1]).toContain('hubspot:contact:1, hubspot:contact:2');
});

it('a review shows everybody whom it is about, and what was decided', () => {
  expect(toReviewLines(review)).toEqual([
    'suggestion, rejected: alike',
    'about phone:+4930123456',
    'decided by ada: twins',
    '',
    'person 1',
    '  Ada <ada@x.test>',
    '  hubspot:contact:1',
    '',
    'person 2',
    '  hubspot:contact:2',
    '  hubspot:contact:2',
  ]);
});
