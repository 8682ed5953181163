import { expect, it } from 'vitest';
import { spanText } from './span-text.ts';

it.each([
  [0, '0 ms'],
  [1_500, '1.5 s'],
  [60_000, '1 m'],
  [192_900, '3 m 12 s'],
  [7_260_000, '2 h 1 m'],
  [180_000_000, '2 d 2 h'],
])('%i ms are %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
