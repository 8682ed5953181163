import type { Stripe } from 'stripe';
import type { AskOptions, StripeDeps } from './page.ts';
import { writeOne } from './write-one.ts';

/** Whom to let into their own billing. */
export interface NewStripePortalSession {
  readonly key: string;
  readonly customerId: string;
  /** Where the customer comes back to. */
  readonly returnUrl?: string | undefined;
}

/** A way for a customer to its own billing, good for minutes; for that customer's eyes only. */
export interface StripePortalSession {
  readonly id: string;
  readonly url: string;
}

/** Makes a link for a customer to cards, invoices and cancellation. */
export const createPortalSession = (
  deps: StripeDeps,
  { key, customerId, returnUrl }: NewStripePortalSession,
  options: AskOptions,
): Promise<StripePortalSession> => {
  const params = { customer: customerId, ...(returnUrl === undefined ? {} : { return_url: returnUrl }) };
  return writeOne(
    deps,
    {
      operation: 'billing_portal.sessions.create',
      key,
      write: (client: Stripe, how) => client.billingPortal.sessions.create(params, how),
      read: ({ id, url }) => ({ id, url }),
    },
    options,
  );
};
