import type { Route } from '../http/route.ts';
import type { StripeAccount } from './account.ts';
import { ownAccount } from './routes/account.ts';
import { customerRoutes } from './routes/customers.ts';
import { eventRoutes } from './routes/events.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';

/** Every endpoint of Stripe that the sandbox serves. */
export const stripeRoutes = (account: StripeAccount): readonly Route[] => [
  ...customerRoutes(account),
  ...subscriptionRoutes(account),
  ...invoiceRoutes(account),
  ...eventRoutes(account),
  ownAccount,
];
