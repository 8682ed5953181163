import type Stripe from 'stripe';
import type { StripePrice, StripeProduct } from '../records/catalog.ts';

/** The SDK turns decimal strings into objects; on the wire they are strings. */
export type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string };
export type WirePlan = Omit<Stripe.Plan, 'amount_decimal'> & { amount_decimal: string };

const recurringOf = ({ interval, intervalCount }: StripePrice): Stripe.Price.Recurring | null =>
  interval === null
    ? null
    : {
        interval,
        interval_count: intervalCount,
        meter: null,
        trial_period_days: null,
        usage_type: 'licensed',
      };

export const toWirePrice = (price: StripePrice): WirePrice => ({
  id: price.id,
  object: 'price',
  active: price.active,
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  custom_unit_amount: null,
  livemode: false,
  lookup_key: price.lookupKey,
  metadata: { ...price.metadata },
  nickname: price.nickname,
  product: price.product,
  recurring: recurringOf(price),
  tax_behavior: 'unspecified',
  tiers_mode: null,
  transform_quantity: null,
  type: price.interval === null ? 'one_time' : 'recurring',
  unit_amount: price.unitAmount,
  unit_amount_decimal: String(price.unitAmount),
});

/** The older face of a price, still on every subscription item. */
export const toWirePlan = (price: StripePrice): WirePlan => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unitAmount,
  amount_decimal: String(price.unitAmount),
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  interval: price.interval ?? 'month',
  interval_count: price.intervalCount,
  livemode: false,
  metadata: { ...price.metadata },
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
});

export const toWireProduct = (product: StripeProduct): Stripe.Product | Stripe.DeletedProduct =>
  product.isDeleted
    ? { id: product.id, object: 'product', deleted: true }
    : {
        id: product.id,
        object: 'product',
        active: product.active,
        created: product.created,
        default_price: null,
        description: product.description,
        images: [],
        livemode: false,
        marketing_features: [],
        metadata: { ...product.metadata },
        name: product.name,
        package_dimensions: null,
        shippable: null,
        statement_descriptor: null,
        tax_code: null,
        tax_details: null,
        type: 'service',
        unit_label: null,
        updated: product.updated,
        url: null,
      };
