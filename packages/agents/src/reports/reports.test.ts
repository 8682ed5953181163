import { expect, test } from 'vitest';
import { addAmounts, amountsText, changeText } from './amounts.ts';
import { link, plain, section } from './markdown.ts';

test('amounts are told in their currencies, the own one first', () => {
  const sums = addAmounts(
    [
      { currency: 'usd', amount: 10 },
      { currency: null, amount: 0.1 },
      { currency: 'eur', amount: 0.2 },
      { currency: 'jpy', amount: 500 },
      { currency: 'chf', amount: 0 },
    ],
    'eur',
  );
  expect(amountsText(sums, 'eur')).toBe('0.30 EUR, 500 JPY, 10.00 USD');
  expect(amountsText(new Map(), 'eur')).toBe('nothing');
  expect([changeText(5, 'eur'), changeText(-5, 'eur'), changeText(0, 'eur')]).toEqual([
    '+0.05 EUR',
    '-0.05 EUR',
    '0.00 EUR',
  ]);
});

test('words of people mean nothing to Markdown', () => {
  expect(plain('A *bold*\n[offer]')).toBe(String.raw`A \*bold\* \[offer\]`);
  expect(link('Ada', null)).toBe('Ada');
  expect(link('Ada', 'https://x.test')).toBe('[Ada](https://x.test)');
  expect([section('None', []), section('One', ['a'])]).toEqual([[], ['## One', '- a']]);
});
