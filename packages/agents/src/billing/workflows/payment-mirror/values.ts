import { toWholeUnits, type PayloadInput } from '@sherpa/core';
import { isUnsure, type PaymentState } from '@sherpa/db';
import type { SalesContract } from '../../../sales/contract.ts';
import { dayOf } from '../../../time/zoned.ts';

/** Values by our properties; null clears. */
export type Values = Readonly<PayloadInput<SalesContract, 'objects.patch'>['objects'][number]['properties']>;

export interface ValueRules {
  readonly timeZone: string;
  /** Of the company. */
  readonly currency: string;
  readonly severalCurrencies: 'hold' | 'company';
}

const BEHIND = new Set(['past_due', 'unpaid']);
const ENDED = new Set(['canceled', 'incomplete_expired']);
const RUNNING = new Set(['active', 'trialing', 'past_due']);

const NOTHING: Values = {
  sherpa_billing_health: null,
  sherpa_subscription_status: null,
  sherpa_mrr: null,
  sherpa_mrr_currency: null,
  sherpa_renews_on: null,
  sherpa_stripe_customer: null,
  sherpa_stripe_subscription: null,
};

/** A dispute before a failing payment, that before an end; all else is well. */
const healthOf = (state: PaymentState): string => {
  const { isDisputed, isDelinquent, owesSomething, subscriptionStatus: status } = state;
  if (isDisputed) return 'disputed';
  if ((status !== null && BEHIND.has(status)) || (isDelinquent && owesSomething)) return 'failing';
  return status !== null && ENDED.has(status) ? 'cancelled' : 'ok';
};

/** Of the subscriptions that run, the one whose money moves next. */
const nextOf = ({ subscriptions }: PaymentState) =>
  subscriptions
    .filter(({ status, cancelAtPeriodEnd }) => RUNNING.has(status) && !cancelAtPeriodEnd)
    .flatMap(({ id, periodEnd }) => (periodEnd === null ? [] : [{ id, at: new Date(periodEnd) }]))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1))[0];

/** True where it cannot be said in one number what a month brings. */
export const isMixed = ({ monthlyRevenue }: PaymentState): boolean => Object.keys(monthlyRevenue).length > 1;

const revenueOf = (state: PaymentState, rules: ValueRules): Values => {
  const amounts = Object.entries(state.monthlyRevenue);
  const [only] = amounts;
  if (only === undefined)
    return { sherpa_mrr: 0, sherpa_mrr_currency: state.currency?.toUpperCase() ?? null };
  if (amounts.length > 1 && rules.severalCurrencies === 'hold')
    return { sherpa_mrr: null, sherpa_mrr_currency: null };
  const currency = amounts.length > 1 ? rules.currency : only[0];
  const minor = state.monthlyRevenue[currency] ?? 0;
  return { sherpa_mrr: toWholeUnits(minor, currency), sherpa_mrr_currency: currency.toUpperCase() };
};

/** What is to stand at an object of HubSpot's. */
export const valuesOf = (state: PaymentState, rules: ValueRules): Values => {
  const [payer] = state.payers;
  if (payer === undefined) return NOTHING;
  const next = nextOf(state);
  const latest = state.subscriptions.find(({ status }) => RUNNING.has(status)) ?? state.subscriptions.at(-1);
  return {
    sherpa_billing_health: healthOf(state),
    sherpa_subscription_status: state.subscriptionStatus,
    ...revenueOf(state, rules),
    sherpa_renews_on: next === undefined ? null : dayOf(next.at, rules.timeZone),
    sherpa_stripe_customer: payer,
    sherpa_stripe_subscription: next?.id ?? latest?.id ?? null,
  };
};

/** Of these values those that do not stand there; what was never written and is to be empty does not differ. */
export const differing = (values: Values, written: PaymentState['written']): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => isUnsure(written) || (value ?? null) !== (written?.[name] ?? null),
    ),
  );
