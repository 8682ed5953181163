import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import type { StripeSubscription } from '../records/billing.ts';
import { renderSubscription } from '../render.ts';
import { trackRevenue } from './change-subscription.ts';

interface End {
  readonly cause: Cause;
  readonly reason: StripeSubscription['cancelReason'];
}

/** Ends a subscription now. What is open on it stays open. */
export const endSubscription = (
  account: StripeAccount,
  subscription: StripeSubscription,
  { cause, reason }: End,
): void => {
  const now = account.nowSeconds();
  subscription.status = 'canceled';
  subscription.canceledAt ??= now;
  subscription.cancelReason ??= reason;
  subscription.endedAt = now;
  trackRevenue(account, subscription);
  noteEvent(account, cause, {
    type: 'customer.subscription.deleted',
    object: renderSubscription(account, subscription),
  });
};
