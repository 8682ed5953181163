import type Stripe from 'stripe';
import type { StripeDiscount, StripeSubscription } from '../records/billing.ts';

const toCoupon = (discount: StripeDiscount, currency: string): Stripe.Coupon => ({
  id: discount.couponId,
  object: 'coupon',
  amount_off: discount.amountOff,
  created: discount.start,
  currency: discount.amountOff === null ? null : currency,
  duration: discount.duration,
  duration_in_months: discount.months,
  livemode: false,
  max_redemptions: null,
  metadata: {},
  name: discount.couponId,
  percent_off: discount.percentOff,
  redeem_by: null,
  times_redeemed: 1,
  valid: true,
});

/** The discount of a subscription; `deep` shows its coupon instead of the coupon's id. */
export const toWireDiscount = (
  { id, currency, customerId, discount }: StripeSubscription,
  isDeep: boolean,
): Stripe.Discount | null =>
  discount === null
    ? null
    : {
        id: discount.id,
        object: 'discount',
        checkout_session: null,
        customer: customerId,
        customer_account: null,
        end: discount.end,
        invoice: null,
        invoice_item: null,
        promotion_code: null,
        source: { coupon: isDeep ? toCoupon(discount, currency) : discount.couponId, type: 'coupon' },
        start: discount.start,
        subscription: id,
        subscription_item: null,
      };
