import { expect, it } from 'vitest';
import { toMoney } from './money.ts';

it.each([
  [490_000, 'eur', '4,900.00 EUR'],
  [4_900, 'jpy', '4,900 JPY'],
  [1_234_567, 'kwd', '1,234.567 KWD'],
  [490_000, 'isk', '4,900.00 ISK'],
  [-1_250, 'usd', '-12.50 USD'],
  [100, 'none', '1.00 NONE'],
])('minor units are money with the digits of the currency: %s %s', (minor, currency, text) => {
  expect(toMoney(minor, currency)).toBe(text);
});
