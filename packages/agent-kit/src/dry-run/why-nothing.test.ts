import { describe, expect, test } from 'vitest';
import { emptyPlan } from './plan.ts';
import type { SeenCase } from './seen-cases.ts';
import { whyNothing } from './why-nothing.ts';

const seen = (over: Partial<SeenCase>): SeenCase => ({
  workflow: 'dunning',
  key: 'in_1',
  was: null,
  becomes: null,
  reason: null,
  isMoved: false,
  ...over,
});

describe('that nothing would be done', () => {
  test('is not said where something would, or where that cannot be told', () => {
    const event = { type: 'refund.made', data: null };
    expect(whyNothing({ ...emptyPlan(), events: [event] }, [])).toBeNull();
    expect(whyNothing({ ...emptyPlan(), state: { last: 1 } }, [])).toBeNull();
    expect(whyNothing({ ...emptyPlan(), stopped: 'It waits.' }, [])).toBeNull();
  });

  test('is said also where nobody knows why', () => {
    expect(whyNothing(emptyPlan(), [])).toBe('Nothing would be done.');
  });

  test.each([
    [{}, 'Nothing would be done: there is no dunning case of in_1.'],
    [{ was: 'open', becomes: 'open' }, 'Nothing would be done: the dunning case of in_1 is open already.'],
    [
      { was: 'held', becomes: 'held', reason: 'Nobody belongs to it.', isMoved: true },
      'Nothing would be done: the dunning case of in_1 is held already: Nobody belongs to it.',
    ],
    [
      { was: 'closed', becomes: 'closed', reason: 'paid' },
      'Nothing would be done: the dunning case of in_1 has ended: paid.',
    ],
    [
      { was: 'open', becomes: 'closed', reason: 'paid', isMoved: true },
      'Nothing but this would be done: the dunning case of in_1 would be closed: paid.',
    ],
  ] as const)('is said with what is known of its case: %o', (over, text) => {
    expect(whyNothing(emptyPlan(), [seen(over)])).toBe(text);
  });

  test('is said in the words of whoever does nothing', () => {
    const plan = { ...emptyPlan(), notes: ['The invoice is not open at Stripe.'] };
    expect(whyNothing(plan, [])).toBe('Nothing would be done: The invoice is not open at Stripe.');
  });
});
