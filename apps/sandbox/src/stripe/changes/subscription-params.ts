import { z } from 'zod';
import type { StripeAccount } from '../account.ts';
import type { NewSubscription } from './create-subscription.ts';
import { invalid } from '../errors.ts';
import { referred } from '../kind.ts';
import { customerKind, priceKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { expandParams, flag, integer, listOf } from '../params.ts';
import type { StripeDiscount } from '../records/billing.ts';
import type { StripePrice } from '../records/catalog.ts';

const quantity = integer.pipe(z.int().min(0));
const collectionMethod = z.enum(['charge_automatically', 'send_invoice']);

export const prorationParam = z
  .enum(['create_prorations', 'always_invoice', 'none'])
  .default('create_prorations');

export const subscriptionChangesSchema = z.strictObject({
  ...expandParams,
  items: listOf(
    z.strictObject({
      id: z.string().optional(),
      price: z.string().optional(),
      quantity: quantity.optional(),
      deleted: flag.default(false),
    }),
  ).optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: collectionMethod.optional(),
  days_until_due: integer.optional(),
  metadata: metadataParam,
  proration_behavior: prorationParam,
  trial_end: z.union([z.literal('now'), integer]).optional(),
  payment_behavior: z.string().optional(),
});

export type SubscriptionChanges = z.output<typeof subscriptionChangesSchema>;

export const newSubscriptionSchema = z.strictObject({
  ...expandParams,
  customer: z.string(),
  items: listOf(z.strictObject({ price: z.string(), quantity: quantity.default(1) })),
  collection_method: collectionMethod.default('charge_automatically'),
  days_until_due: integer.optional(),
  trial_period_days: integer.optional(),
  trial_end: integer.optional(),
  cancel_at_period_end: flag.default(false),
  payment_behavior: z
    .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete'])
    .default('allow_incomplete'),
  /** Coupons of the sandbox are made up from their names: `off-20` takes off twenty percent for good. */
  discounts: listOf(z.strictObject({ coupon: z.string() })).optional(),
  off_session: flag.optional(),
  metadata: metadataParam,
});

const DAY = 86_400;

/** The price of a recurring item. */
export const recurringPrice = (account: StripeAccount, id: string, param: string): StripePrice => {
  const price = referred(priceKind(account), id, param);
  if (price.interval === null) {
    throw invalid(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      undefined,
      param,
    );
  }
  return price;
};

const COUPON = /^off-(?<percent>\d{1,2})(?:-(?<months>\d+)m)?$/u;

const toDiscount = (
  account: StripeAccount,
  asked: readonly { readonly coupon: string }[] | undefined,
): StripeDiscount | null => {
  const [first] = asked ?? [];
  if (first === undefined) return null;
  const groups = COUPON.exec(first.coupon)?.groups;
  if (groups === undefined) {
    throw invalid(`No such coupon: '${first.coupon}'`, 'resource_missing', 'discounts[0][coupon]');
  }
  const months = groups['months'] === undefined ? null : Number(groups['months']);
  const start = account.nowSeconds();
  return {
    id: account.newId('di'),
    couponId: first.coupon,
    percentOff: Number(groups['percent']),
    amountOff: null,
    duration: months === null ? 'forever' : 'repeating',
    months,
    start,
    end: months === null ? null : start + months * 30 * DAY,
  };
};

const trialEndOf = (
  account: StripeAccount,
  params: z.output<typeof newSubscriptionSchema>,
): number | null => {
  if (params.trial_end !== undefined) return params.trial_end;
  const days = params.trial_period_days ?? 0;
  return days === 0 ? null : account.nowSeconds() + days * DAY;
};

const MOST_ITEMS = 20;

export const toNewSubscription = (
  account: StripeAccount,
  params: z.output<typeof newSubscriptionSchema>,
): NewSubscription => {
  const customer = referred(customerKind(account), params.customer, 'customer');
  if (customer.isDeleted) throw invalid(`No such customer: '${customer.id}'`, 'resource_missing', 'customer');
  const isSent = params.collection_method === 'send_invoice';
  if (isSent && params.days_until_due === undefined) {
    throw invalid('You must pass `days_until_due` for send_invoice.', undefined, 'days_until_due');
  }
  const items = params.items.map((item, index) => ({
    price: recurringPrice(account, item.price, `items[${index}][price]`),
    quantity: item.quantity,
  }));
  if (items.length === 0 || items.length > MOST_ITEMS) {
    throw invalid('A subscription has 1 to 20 items.', undefined, 'items');
  }
  if (new Set(items.map(({ price }) => price.currency)).size > 1) {
    throw invalid('All prices on a subscription must have the same currency.', undefined, 'items');
  }
  return {
    customer,
    items,
    collectionMethod: params.collection_method,
    daysUntilDue: isSent ? (params.days_until_due ?? null) : null,
    trialEnd: trialEndOf(account, params),
    cancelAtPeriodEnd: params.cancel_at_period_end,
    paymentBehavior: params.payment_behavior,
    discount: toDiscount(account, params.discounts),
    metadata: mergeMetadata({}, params.metadata),
  };
};
