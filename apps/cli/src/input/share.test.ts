import { expect, it } from 'vitest';
import { parseShare } from './share.ts';

it.each([
  ['20%', 0.2],
  ['2.5 %', 0.025],
  ['100%', 1],
])('reads %s as %d', (text, share) => {
  expect(parseShare(text)).toBe(share);
});

it.each(['20', '101%', '-1%', 'most'])('refuses %s', (text) => {
  expect(() => parseShare(text)).toThrow('20%');
});
