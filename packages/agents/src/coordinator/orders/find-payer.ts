import type { StripeApi, StripeCustomer, StripeSubscription } from '@sherpa/integrations/stripe';
import { knownCustomer } from '../../known-customer.ts';
import type { Order } from './order.ts';

/** Who pays already, and for what. */
export interface Payer {
  readonly customer: StripeCustomer;
  /** The subscription that was made of this very deal. */
  readonly ownSubscriptionId: string | null;
  /** Another one that has not ended, the newest. */
  readonly liveSubscriptionId: string | null;
}

const ENDED: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);
const PAGE = 100;

const listAll = async (
  client: StripeApi,
  customerId: string,
  options: { readonly signal: AbortSignal },
): Promise<readonly StripeSubscription[]> => {
  const { rows } = await client.listSubscriptions({ customerId, limit: PAGE }, options);
  return rows;
};

/** The subscriptions of a customer that have not ended, newest first. */
export const liveSubscriptions = async (
  client: StripeApi,
  customerId: string,
  options: { readonly signal: AbortSignal },
): Promise<readonly StripeSubscription[]> =>
  (await listAll(client, customerId, options)).filter(({ status }) => !ENDED.has(status));

/** The Stripe customer of the contact for bills, else the one of the company, by identity; undefined where neither has one. */
export const findPayer = async (
  ctx: Parameters<typeof knownCustomer>[0] & { readonly signal: AbortSignal },
  client: StripeApi,
  { dealId, company, contact }: Order,
): Promise<Payer | undefined> => {
  const person = await knownCustomer(ctx, `hubspot:contact:${contact.id}`);
  const account = await knownCustomer(ctx, `hubspot:company:${company.id}`);
  const id = person?.stripeCustomerId ?? account?.stripeCustomerId ?? null;
  if (id === null) return undefined;
  const options = { signal: ctx.signal };
  const customer = await client.getCustomer(id, options);
  if (customer === undefined || customer.deleted) return undefined;
  const live = await liveSubscriptions(client, id, options);
  const isOwn = ({ metadata }: StripeSubscription): boolean => metadata['hubspot_deal_id'] === dealId;
  return {
    customer,
    ownSubscriptionId: live.find(isOwn)?.id ?? null,
    liveSubscriptionId: live.find((one) => !isOwn(one))?.id ?? null,
  };
};
