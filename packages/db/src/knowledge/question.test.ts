import { describe, expect, it } from 'vitest';
import { parseQuestion, replaceWords } from './question.ts';

describe('parseQuestion', () => {
  it('parts words as the index does and keeps signs that mean something', () => {
    expect(parseQuestion('payment_failed “past due” -draft')).toEqual({
      text: 'payment failed "past due" -draft',
      words: ['payment', 'failed', 'past', 'due', 'draft'],
      isLoose: false,
    });
  });

  it.each([
    ['refund a customer', true],
    ['follow-up call', true],
    ['refund or credit', false],
    ['"past due"', false],
    ['orders for export', true],
  ])('knows whether words may be missing: %s', (typed, isLoose) => {
    expect(parseQuestion(typed).isLoose).toBe(isLoose);
  });
});

it('replaceWords leaves what stands around the words', () => {
  const better = replaceWords(
    parseQuestion('"Refnud polcy" -draft'),
    new Map([
      ['refnud', 'refund'],
      ['polcy', 'policy'],
    ]),
  );
  expect(better.text).toBe('"refund policy" -draft');
});
