import { atMoment, byStripe, type StripeAccount } from '../account.ts';
import { changeItems } from '../changes/change-items.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { endSubscription } from '../changes/end-subscription.ts';
import type { CancelFeedback, StripeSubscription } from '../records/billing.ts';
import type { StripePrice } from '../records/catalog.ts';

export interface PlanChange {
  readonly price?: StripePrice | undefined;
  readonly quantity?: number | undefined;
}

/** An upgrade or a downgrade of the first item; the rest of the period is prorated. */
export const changePlan = (
  account: StripeAccount,
  subscription: StripeSubscription,
  { price, quantity }: PlanChange,
  at: number,
): void => {
  const after = subscription.items.map((item, index) =>
    index === 0 ? { ...item, price: price ?? item.price, quantity: quantity ?? item.quantity } : item,
  );
  changeItems(atMoment(account, at), subscription, after, { proration: 'create_prorations' });
};

/** Lets a subscription end with its period. */
export const cancelAtPeriodEnd = (
  account: StripeAccount,
  subscription: StripeSubscription,
  at: number,
  feedback: CancelFeedback | null = null,
): void =>
  changeSubscription(atMoment(account, at), byStripe, subscription, {
    cancelAtPeriodEnd: true,
    canceledAt: at,
    cancelReason: 'cancellation_requested',
    cancelFeedback: feedback,
  });

/** Ends a subscription at once. */
export const cancelNow = (account: StripeAccount, subscription: StripeSubscription, at: number): void =>
  endSubscription(atMoment(account, at), subscription, {
    cause: byStripe,
    reason: 'cancellation_requested',
  });
