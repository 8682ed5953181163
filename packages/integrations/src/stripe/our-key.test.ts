import { expect, it } from 'vitest';
import { isOurKey, ourKey } from './our-key.ts';

it('a key of ours begins with a word of ours, once', () => {
  expect(ourKey('task-1')).toBe('sherpa:task-1');
  expect(ourKey(ourKey('task-1'))).toBe('sherpa:task-1');
  expect(isOurKey('sherpa:task-1')).toBe(true);
  expect(isOurKey('stripe-node-retry-1')).toBe(false);
  expect(isOurKey(null)).toBe(false);
});
