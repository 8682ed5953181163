import { toMinorUnits, toMoney } from '@sherpa/core';

/** Minor units by currency. */
type Amounts = ReadonlyMap<string, number>;

/** Currencies in the order in which people read them: their own first. */
export const inOrder = (currencies: Iterable<string>, first: string): readonly string[] =>
  [...new Set(currencies)].toSorted(
    (one, other) => Number(other === first) - Number(one === first) || (one < other ? -1 : 1),
  );

/** Amounts in whole units, as HubSpot has them, added up by currency; what names none is in the company's own. */
export const addAmounts = (
  rows: readonly { readonly currency: string | null; readonly amount: number }[],
  own: string,
): Amounts => {
  const sums = new Map<string, number>();
  for (const { currency, amount } of rows) {
    const code = currency ?? own;
    sums.set(code, (sums.get(code) ?? 0) + toMinorUnits(amount, code));
  }
  return sums;
};

/** `4,900.00 EUR, 10.00 USD`; nothing that is zero, and `nothing` where all is. */
export const amountsText = (amounts: Amounts, own: string): string => {
  const told = inOrder(amounts.keys(), own).filter((code) => amounts.get(code) !== 0);
  return told.length === 0 ? 'nothing' : told.map((code) => toMoney(amounts.get(code) ?? 0, code)).join(', ');
};

/** `+12.50 EUR` */
export const changeText = (minor: number, currency: string): string =>
  `${minor > 0 ? '+' : ''}${toMoney(minor, currency)}`;
