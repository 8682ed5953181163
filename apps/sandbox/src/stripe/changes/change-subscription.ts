import { noteChange, type Cause, type StripeAccount } from '../account.ts';
import type { StripeSubscription } from '../records/billing.ts';
import { renderSubscription } from '../render.ts';
import { monthlyMinorOf } from '../revenue/monthly-minor.ts';

/** Remembers since when a subscription brings in what it does now. */
export const trackRevenue = (account: StripeAccount, subscription: StripeSubscription): void => {
  const at = account.nowSeconds();
  const monthlyMinor = monthlyMinorOf(subscription, at);
  if (subscription.revenue.at(-1)?.monthlyMinor === monthlyMinor) return;
  subscription.revenue = [...subscription.revenue, { at, monthlyMinor }];
};

/** Every change of a subscription but its beginning and its end goes through here. */
export const changeSubscription = (
  account: StripeAccount,
  cause: Cause,
  subscription: StripeSubscription,
  changes: Partial<StripeSubscription>,
): void => {
  noteChange(account, cause, {
    type: 'customer.subscription.updated',
    render: () => renderSubscription(account, subscription),
    apply: () => Object.assign(subscription, changes),
  });
  trackRevenue(account, subscription);
};
