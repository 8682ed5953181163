import { toMoney } from '@sherpa/core';
import { z } from 'zod';
import { plain } from '../output/plain.ts';

const amountsSchema = z.record(z.string(), z.number());
const AMOUNTS: ReadonlySet<string> = new Set(['monthlyRevenue', 'receivable']);

/** Amounts by currency, as people write them; a dash where there are none. */
export const amountsText = (amounts: Readonly<Record<string, number>>): string =>
  Object.entries(amounts)
    .map(([currency, minor]) => toMoney(minor, currency))
    .join(', ') || '-';

const listText = (value: readonly unknown[]): string => value.map((one) => String(one)).join(', ') || '-';

/** Money as people write it; undefined: the field holds none. */
const moneyText = (field: string, value: unknown, currency: string | null): string | undefined => {
  if (field === 'balanceMinor' && typeof value === 'number' && currency !== null)
    return toMoney(value, currency);
  const amounts = AMOUNTS.has(field) ? amountsSchema.safeParse(value).data : undefined;
  return amounts === undefined ? undefined : amountsText(amounts);
};

const plainText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return plain(listText(value));
  return plain(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
};

/** What a field of a customer holds, for a person; `currency` is that of the customer's balance. */
export const fieldText = (field: string, value: unknown, currency: string | null): string =>
  value === null || value === undefined ? '-' : (moneyText(field, value, currency) ?? plainText(value));

/** How a field is called for a person. */
export const fieldName = (field: string): string => (field === 'balanceMinor' ? 'balance' : field);
