import { expect, it } from 'vitest';
import { parseOutcome } from './job-outcome.ts';
import { backoffStrategy, brokenRetryMs, RetryLater } from './retry-later.ts';

it('takes the rest from a retry outcome', () => {
  expect(backoffStrategy(9, 'ledger', new RetryLater('rate limited', 1_234))).toBe(1_234);
});

it('lets a job that broke rest longer each time, up to a minute', () => {
  expect([1, 2, 3, 7, 50].map(brokenRetryMs)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect(backoffStrategy(2, 'ledger', new Error('connection lost'))).toBe(2_000);
});

it('shows the reason and no stack', () => {
  expect(new RetryLater('rate limited', 0).stack).toBe('rate limited');
});

it.each([
  [{ kind: 'done' }],
  [{ kind: 'retry', afterMs: 0, reason: '' }],
  [{ kind: 'later', afterMs: 5 }],
  [{ kind: 'failed', reason: 'gone' }],
])('knows the outcome %j', (outcome) => {
  expect(parseOutcome(outcome)).toEqual(outcome);
});

it.each([
  [undefined],
  [null],
  ['done'],
  [{}],
  [{ kind: 'retry', reason: 'x' }],
  [{ kind: 'retry', afterMs: Infinity, reason: 'x' }],
  [{ kind: 'failed' }],
])('refuses the outcome %j', (outcome) => {
  expect(() => parseOutcome(outcome)).toThrow(Error);
});
