export { askStripeAccount } from './account.ts';
export type { StripeBalanceTransaction } from './balance-transaction.ts';
export type { StripeCharge } from './charge.ts';
export type { StripeCheckoutSession } from './checkout-session.ts';
export type { CreatedCustomer, NewStripeCustomer, StripeCustomerChanges } from './create-customer.ts';
export type { StripeCreditNote } from './credit-note.ts';
export type { DeletedStripeCustomer, StripeCustomer } from './customer.ts';
export { isDeadCursor } from './dead-cursor.ts';
export type { StripeDiscount } from './discount.ts';
export type { StripeDispute } from './dispute.ts';
export {
  areEventsKeptSince,
  oldestKeptEvent,
  type EventPage,
  type EventsAfter,
  type StripeEvent,
  type UndeliveredPage,
} from './event.ts';
export { stripeEventTypes, type StripeEventKind } from './event-types.ts';
export type { CreatedBy } from './find-created.ts';
export type { ListedKind, SkippedObject } from './skip-object.ts';
export { isStripeObjectType, type StripeObject, type StripeObjectType } from './get-object.ts';
export type { StripeInvoiceItem } from './invoice-item.ts';
export type { StripeInvoiceLine } from './invoice-line.ts';
export type { StripeInvoice } from './invoice.ts';
export { stripeLimits, stripeLimitSettingsSchema, stripeModeOf, type StripeLimitSettings } from './limits.ts';
export { monthlyRevenueMinor, periodAmountMinor, type RevenueParts } from './monthly-revenue.ts';
export { isOurKey, ourKey } from './our-key.ts';
export type { AskOptions, StripePage, StripeRows } from './page.ts';
export type { StripeInvoicePayment, StripePaymentIntent } from './payment-intent.ts';
export type { NewStripePortalSession, StripePortalSession } from './portal-session.ts';
export type { StripePrice } from './price.ts';
export type { DeletedStripeProduct, StripeProduct } from './product.ts';
export type {
  ChargePage,
  CustomerPage,
  InvoicePage,
  InvoicePartsPage,
  PricePage,
  StripeLists,
} from './read-many.ts';
export type { StripeGets } from './read-one.ts';
export type { StripeRefund } from './refund.ts';
export { makeStripe, type StripeApi, type StripeOptions } from './stripe.ts';
export type { StripeSubscription, StripeSubscriptionItem } from './subscription.ts';
export type { StripeWebhookEndpoint } from './webhook-endpoint.ts';
export type { NewStripeInvoice, NewStripeInvoiceItem, StripeInvoiceAction } from './write-invoice.ts';
export type { NewStripeRefund } from './write-refund.ts';
export type {
  NewStripeSubscription,
  StripeCancellation,
  StripeSubscriptionChanges,
} from './write-subscription.ts';
export type { CreatedFor, CreatedRefund, StripeWrites } from './writes.ts';
