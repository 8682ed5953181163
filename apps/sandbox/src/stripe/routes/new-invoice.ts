import { z } from 'zod';
import type { Cause, StripeAccount } from '../account.ts';
import { makeInvoice, pendingItems } from '../changes/make-invoice.ts';
import { nextItems } from '../changes/update-subscription.ts';
import { invalid } from '../errors.ts';
import { referred } from '../kind.ts';
import { customerKind, subscriptionKind } from '../kinds.ts';
import { upcomingInvoice } from '../life/renew.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { expandParams, flag, integer } from '../params.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderInvoice } from '../render.ts';
import { subscriptionChangesSchema } from '../changes/subscription-params.ts';

export const newInvoiceSchema = z.strictObject({
  ...expandParams,
  customer: z.string(),
  subscription: z.string().optional(),
  currency: z.string().optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).default('charge_automatically'),
  days_until_due: integer.optional(),
  auto_advance: flag.default(false),
  description: z.string().optional(),
  pending_invoice_items_behavior: z.enum(['include', 'exclude']).default('exclude'),
  metadata: metadataParam,
});

const liveCustomer = (account: StripeAccount, id: string): StripeCustomer => {
  const customer = referred(customerKind(account), id, 'customer');
  if (!customer.isDeleted) return customer;
  throw invalid(`No such customer: '${id}'`, 'resource_missing', 'customer');
};

type NewInvoice = z.output<typeof newInvoiceSchema>;

/** How it is to be paid, and until when. */
const termsOf = ({ collection_method: collectionMethod, days_until_due: days }: NewInvoice) => {
  const isSent = collectionMethod === 'send_invoice';
  if (isSent && days === undefined) {
    throw invalid('You must pass `days_until_due` or `due_date`.', undefined, 'days_until_due');
  }
  return { collectionMethod, daysUntilDue: isSent ? (days ?? null) : null };
};

const subscriptionOf = (account: StripeAccount, id: string | undefined): StripeSubscription | null =>
  id === undefined ? null : referred(subscriptionKind(account), id, 'subscription');

/** A draft, empty unless it takes in what waits. */
export const createInvoice = (account: StripeAccount, params: NewInvoice, cause: Cause): StripeInvoice => {
  const customer = liveCustomer(account, params.customer);
  const terms = termsOf(params);
  const subscription = subscriptionOf(account, params.subscription);
  const currency = params.currency ?? subscription?.currency ?? customer.currency ?? 'eur';
  const isTakingIn = params.pending_invoice_items_behavior === 'include' || subscription !== null;
  return makeInvoice(
    account,
    {
      ...terms,
      customer,
      subscription,
      currency,
      billingReason: 'manual',
      lines: [],
      autoAdvance: params.auto_advance,
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
    },
    isTakingIn ? pendingItems(account, customer.id, currency, subscription?.id ?? null) : [],
    cause,
  );
};

export const previewSchema = z.strictObject({
  ...expandParams,
  customer: z.string().optional(),
  subscription: z.string(),
  subscription_details: z
    .strictObject({ items: subscriptionChangesSchema.shape.items, proration_behavior: z.string().optional() })
    .optional(),
});

/** The next invoice of a subscription as it would be with those items; nothing is made. */
export const previewInvoice = (account: StripeAccount, params: z.output<typeof previewSchema>): object => {
  const subscription = referred(subscriptionKind(account), params.subscription, 'subscription');
  if (subscription.endedAt !== null) {
    throw invalid('No upcoming invoices for a canceled subscription.', 'invoice_upcoming_none');
  }
  const items = nextItems(account, subscription, params.subscription_details?.items ?? []);
  const wire = renderInvoice(account, upcomingInvoice(account, subscription, items));
  return { ...wire, id: `upcoming_in_${subscription.id.slice(4)}` };
};
