import { expect, it } from 'vitest';
import { fractionOf } from './fraction.ts';

it.each([
  ['12', [12n, 1n]],
  ['0.35', [35n, 100n]],
  ['-1.5', [-15n, 10n]],
])('reads %s exactly', (decimal, expected) => {
  expect(fractionOf(decimal)).toEqual(expected);
});

it('reads nothing that is not written out', () => {
  expect(fractionOf('1e3')).toBeUndefined();
});
