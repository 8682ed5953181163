import type { Route } from '../http/route.ts';
import type { StripeAccount } from './account.ts';
import { ownAccount } from './routes/account.ts';
import { creditNoteRoutes } from './routes/credit-notes.ts';
import { customerRoutes } from './routes/customers.ts';
import { disputeRoutes } from './routes/disputes.ts';
import { eventRoutes } from './routes/events.ts';
import { invoiceItemRoutes } from './routes/invoice-items.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { paymentIntentWrites } from './routes/payment-intents.ts';
import { paymentsRoutes } from './routes/payments.ts';
import { priceRoutes } from './routes/prices.ts';
import { productRoutes } from './routes/products.ts';
import { refundRoutes } from './routes/refunds.ts';
import { checkoutRoutes, portalRoutes } from './routes/sessions.ts';
import { subscriptionItemRoutes } from './routes/subscription-items.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { webhookEndpointRoutes } from './routes/webhook-endpoints.ts';

/** Every endpoint of Stripe that the sandbox serves. */
export const stripeRoutes = (account: StripeAccount): readonly Route[] => [
  ...customerRoutes(account),
  ...productRoutes(account),
  ...priceRoutes(account),
  ...subscriptionRoutes(account),
  ...subscriptionItemRoutes(account),
  ...invoiceRoutes(account),
  ...invoiceItemRoutes(account),
  ...paymentsRoutes(account),
  ...paymentIntentWrites(account),
  ...refundRoutes(account),
  ...disputeRoutes(account),
  ...creditNoteRoutes(account),
  ...checkoutRoutes(account),
  ...portalRoutes(account),
  ...webhookEndpointRoutes(account),
  ...eventRoutes(account),
  ownAccount,
];
