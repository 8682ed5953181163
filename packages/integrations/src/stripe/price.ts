import type { Stripe } from 'stripe';
import { idOf, momentOf } from './values.ts';

/** What a product costs, in minor units of a currency. */
export interface StripePrice {
  readonly id: string;
  readonly productId: string;
  readonly active: boolean;
  readonly currency: string;
  /** Null where the price has tiers or a fraction of a minor unit. */
  readonly unitAmountMinor: number | null;
  /** The same as exactly as Stripe tells it, null for tiers. */
  readonly unitAmountDecimal: string | null;
  /** Units that are sold together; partial packages are rounded `up` or `down`. Null for single units. */
  readonly package: { readonly size: number; readonly round: string } | null;
  /** `day`, `week`, `month`, `year`, or what Stripe invents later; null for a price that does not recur. */
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly nickname: string | null;
  readonly lookupKey: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Date;
}

const packageOf = (transform: Stripe.Price.TransformQuantity | null | undefined): StripePrice['package'] =>
  transform === null || transform === undefined
    ? null
    : { size: transform.divide_by, round: transform.round };

/** The part of a price that revenue is made of. */
export const toUnitPrice = (price: Stripe.Price) => ({
  currency: price.currency,
  unitAmountMinor: price.unit_amount,
  unitAmountDecimal: price.unit_amount_decimal?.toString() ?? null,
  package: packageOf(price.transform_quantity),
  interval: price.recurring?.interval ?? null,
  intervalCount: price.recurring?.interval_count ?? 1,
});

export const toPrice = (price: Stripe.Price): StripePrice => ({
  id: price.id,
  productId: idOf(price.product),
  active: price.active,
  ...toUnitPrice(price),
  nickname: price.nickname,
  lookupKey: price.lookup_key,
  metadata: { ...price.metadata },
  created: momentOf(price.created),
});
