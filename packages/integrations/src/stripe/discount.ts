import type { Stripe } from 'stripe';
import { idOrNull, momentOrNull } from './values.ts';

/** A coupon at work, as far as Stripe told of it: an id alone has nulls for the rest. */
export interface StripeDiscount {
  readonly id: string;
  readonly couponId: string | null;
  readonly percentOff: number | null;
  readonly amountOffMinor: number | null;
  readonly currency: string | null;
  /** `once`, `repeating`, `forever`, or what Stripe invents later. */
  readonly duration: string | null;
  readonly end: Date | null;
}

const couponOf = (reference: string | Stripe.Coupon | null) => {
  const coupon = typeof reference === 'string' ? null : reference;
  return {
    couponId: idOrNull(reference),
    percentOff: coupon?.percent_off ?? null,
    amountOffMinor: coupon?.amount_off ?? null,
    currency: coupon?.currency ?? null,
    duration: coupon?.duration ?? null,
  };
};

/** A discount that was expanded with its coupon, or the id that it is otherwise. */
export const toDiscount = (discount: string | Stripe.Discount): StripeDiscount =>
  typeof discount === 'string'
    ? { id: discount, ...couponOf(null), end: null }
    : { id: discount.id, ...couponOf(discount.source.coupon), end: momentOrNull(discount.end) };
