export { askStripeAccount } from './account.ts';
export type { CreatedCustomer, NewStripeCustomer } from './create-customer.ts';
export type { DeletedStripeCustomer, StripeCustomer } from './customer.ts';
export { areEventsKeptSince, oldestKeptEvent, type EventPage, type StripeEvent } from './event.ts';
export type { StripeInvoice } from './invoice.ts';
export { monthlyRevenueMinor } from './monthly-revenue.ts';
export type { AskOptions, StripePage, StripeRows } from './page.ts';
export { makeStripe, type InvoicePage, type StripeApi, type StripeOptions } from './stripe.ts';
export type { StripeSubscription, StripeSubscriptionItem } from './subscription.ts';
