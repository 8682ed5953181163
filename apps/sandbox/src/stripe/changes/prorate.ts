import type { Cause, StripeAccount } from '../account.ts';
import type { StripeSubscription, StripeSubscriptionItem } from '../records/billing.ts';
import { addInvoiceItem } from './write-invoice-item.ts';

const partLeft = ({ periodStart, periodEnd }: StripeSubscriptionItem, now: number): number =>
  periodEnd > periodStart ? Math.max((periodEnd - now) / (periodEnd - periodStart), 0) : 0;

const describe = (item: StripeSubscriptionItem, isCredit: boolean): string =>
  `${isCredit ? 'Unused' : 'Remaining'} time on ${item.quantity} × ${item.price.nickname ?? item.price.id}`;

const isSame = (one: StripeSubscriptionItem, other: StripeSubscriptionItem) =>
  one.id === other.id && one.price.id === other.price.id && one.quantity === other.quantity;

interface Proration {
  readonly before: readonly StripeSubscriptionItem[];
  readonly after: readonly StripeSubscriptionItem[];
}

/** What of the running period is given back for the old items and asked for the new ones; waits for the next invoice. */
export const prorate = (
  account: StripeAccount,
  subscription: StripeSubscription,
  { before, after }: Proration,
  cause: Cause,
): void => {
  const now = account.nowSeconds();
  const add = (item: StripeSubscriptionItem, sign: 1 | -1): void => {
    const amount = Math.round(item.price.unitAmount * item.quantity * partLeft(item, now)) * sign;
    if (amount === 0) return;
    addInvoiceItem(
      account,
      {
        customerId: subscription.customerId,
        subscriptionId: subscription.id,
        currency: subscription.currency,
        price: item.price,
        isProration: true,
        period: { start: now, end: item.periodEnd },
        testClock: subscription.testClock,
        quantity: item.quantity,
        amount,
        description: describe(item, sign === -1),
        metadata: {},
        invoiceId: null,
      },
      cause,
    );
  };
  for (const item of before) if (!after.some((other) => isSame(item, other))) add(item, -1);
  for (const item of after) if (!before.some((other) => isSame(item, other))) add(item, 1);
};
