import { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { failPayment } from '../stripe/changes/fail-payment.ts';
import type { StripeSubscription } from '../stripe/records/billing.ts';
import type { World } from '../world/make-world.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const schema = z.strictObject({ subscription: z.string().optional() });

const hasActiveOwner = ({ hubspot, stripe }: World, subscription: StripeSubscription): boolean => {
  const email = stripe.customers.get(subscription.customerId)?.email ?? '';
  const ownerId = hubspot.stores.contacts.holder('email', email)?.version.values.get('hubspot_owner_id');
  return hubspot.owners.some((owner) => owner.id === ownerId && !owner.archived);
};

const choose = (world: World, id: string | undefined): StripeSubscription => {
  const { subscriptions } = world.stripe;
  const chosen =
    id === undefined
      ? subscriptions.items.find((one) => one.status === 'active' && hasActiveOwner(world, one))
      : subscriptions.get(id);
  if (chosen === undefined) throw refuseControl(404, 'There is no such subscription.');
  return chosen;
};

/** Lets a renewal fail: of the named subscription, or of the first whose customer has an owner in HubSpot. */
export const failPaymentRoute = ({ world }: ControlDeps): Route => ({
  method: 'post',
  path: '/_sandbox/stripe/fail-payment',
  handle: (request) => {
    const subscription = choose(world, parseControl(schema, request.body).subscription);
    if (subscription.endedAt !== null) throw refuseControl(409, 'The subscription has ended.');
    const invoice = failPayment(world.stripe, subscription);
    return json({
      subscription: subscription.id,
      customer: subscription.customerId,
      email: world.stripe.customers.get(subscription.customerId)?.email ?? null,
      invoice: invoice.id,
      attemptCount: invoice.attemptCount,
    });
  },
});
