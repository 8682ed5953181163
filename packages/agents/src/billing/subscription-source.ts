import type { CustomerSource } from '@sherpa/db';
import { monthlyRevenueMinor } from '@sherpa/integrations/stripe';
import type { SubscriptionPayload } from './payloads.ts';

/** A subscription as a source of its payer's customer. */
export const subscriptionSource = (subscription: SubscriptionPayload, askedAt: Date): CustomerSource => {
  const currency = subscription.items[0]?.currency ?? null;
  return {
    system: 'stripe',
    objectType: 'subscription',
    externalId: subscription.id,
    keys: [`stripe:subscription:${subscription.id}`, `stripe:customer:${subscription.customerId}`],
    fields: {
      status: subscription.status,
      currency,
      monthlyRevenueMinor: monthlyRevenueMinor(subscription),
      createdMs: subscription.created.getTime(),
    },
    version: askedAt.getTime(),
    deleted: false,
  };
};
