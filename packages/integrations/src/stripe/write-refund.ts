import type { Stripe } from 'stripe';
import type { AskOptions, StripeDeps } from './page.ts';
import { toRefund, type StripeRefund } from './refund.ts';
import { keyedMetadata, writeOne } from './write-one.ts';

/** A refund to be, in minor units. */
export interface NewStripeRefund {
  /** For a day Stripe answers the same key with the same refund; it is kept in the metadata as well. */
  readonly key: string;
  readonly chargeId: string;
  /** All that is left of the charge where it is not given. */
  readonly amountMinor?: number | undefined;
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Gives money back. Safe to repeat with the same key and the same rest within a day. */
export const createRefund = (
  deps: StripeDeps,
  { key, chargeId, amountMinor, reason, metadata }: NewStripeRefund,
  options: AskOptions,
): Promise<StripeRefund> => {
  const params: Stripe.RefundCreateParams = {
    charge: chargeId,
    ...(amountMinor === undefined ? {} : { amount: amountMinor }),
    ...(reason === undefined ? {} : { reason }),
    metadata: keyedMetadata(key, metadata),
  };
  const write = (client: Stripe, how: Stripe.RequestOptions) => client.refunds.create(params, how);
  return writeOne(deps, { operation: 'refunds.create', key, write, read: toRefund }, options);
};
