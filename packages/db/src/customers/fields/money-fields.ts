import type { SourceFields } from '../customer-source.ts';
import { isPseudonym } from '../graph/pseudonym.ts';
import type { PlacedSource } from '../load-sources.ts';
import type { CustomerField, FieldRule, ProjectedCustomer, Provenance } from './projected-customer.ts';

/** What somebody pays. */
export type Money = Pick<
  ProjectedCustomer,
  | 'stripeCustomerId'
  | 'stripeCustomerIds'
  | 'subscriptionStatus'
  | 'monthlyRevenue'
  | 'receivable'
  | 'balanceMinor'
  | 'delinquent'
  | 'taxIds'
>;

/** The state that needs people most comes first. */
const URGENCY = ['past_due', 'unpaid', 'active', 'trialing', 'incomplete', 'paused', 'canceled'];

const urgencyOf = (status: string): number => {
  const place = URGENCY.indexOf(status);
  return place < 0 ? URGENCY.length : place;
};

const sumByCurrency = (
  sources: readonly PlacedSource[],
  amountOf: (fields: SourceFields) => number | undefined,
): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { fields } of sources) {
    const amount = amountOf(fields);
    if (amount === undefined || amount === 0 || typeof fields.currency !== 'string') continue;
    sums[fields.currency] = (sums[fields.currency] ?? 0) + amount;
  }
  return sums;
};

/** Money as Stripe alone knows it: of all payers, those that are gone included where it is still owed. */
export const moneyOf = (payers: readonly PlacedSource[], bills: readonly PlacedSource[]): Money => {
  const subscriptions = bills.filter(({ objectType }) => objectType === 'subscription');
  const invoices = bills.filter(({ objectType }) => objectType === 'invoice');
  const [status] = subscriptions
    .flatMap((source) => source.fields.status ?? [])
    .toSorted((one, other) => urgencyOf(one) - urgencyOf(other));
  const [primary] = payers;
  // A payer who was forgotten has no id any more that Stripe would know; what it owes is owed all the same.
  const named = payers.filter(({ externalId }) => !isPseudonym(externalId));
  return {
    stripeCustomerId: named[0]?.externalId ?? null,
    stripeCustomerIds: named.map(({ externalId }) => externalId),
    subscriptionStatus: status ?? null,
    monthlyRevenue: sumByCurrency(subscriptions, (fields) => fields.monthlyRevenueMinor),
    receivable: sumByCurrency(invoices, (fields) => fields.amountDueMinor),
    balanceMinor: primary?.fields.balanceMinor ?? null,
    delinquent: payers.length === 0 ? null : payers.some(({ fields }) => fields.delinquent === true),
    taxIds: [...new Set(payers.flatMap(({ fields }) => fields.taxIds ?? []))].toSorted(),
  };
};

const rules: Readonly<Record<keyof Money, FieldRule>> = {
  stripeCustomerId: 'primary',
  stripeCustomerIds: 'any',
  subscriptionStatus: 'most-urgent',
  monthlyRevenue: 'sum',
  receivable: 'sum',
  balanceMinor: 'primary',
  delinquent: 'any',
  taxIds: 'any',
};

const moneyFields = [
  'stripeCustomerId',
  'stripeCustomerIds',
  'subscriptionStatus',
  'monthlyRevenue',
  'receivable',
  'balanceMinor',
  'delinquent',
  'taxIds',
] as const;

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** Why money is what it is. */
export const whyMoney = (money: Money, primary: PlacedSource | undefined): [CustomerField, Provenance][] =>
  moneyFields.flatMap((field): [CustomerField, Provenance][] => {
    if (isEmpty(money[field])) return [];
    const rule = rules[field];
    const one = rule === 'primary' ? primary : undefined;
    const from = { objectType: one?.objectType ?? null, externalId: one?.externalId ?? null };
    return [[field, { value: money[field], system: 'stripe', ...from, atMs: one?.version ?? null, rule }]];
  });
