import type { Clients, Handler } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { StripeApi } from '@sherpa/integrations/stripe';
import type { CoordinatorContract } from '../../contract.ts';
import { findPayer, type Payer } from '../../orders/find-payer.ts';
import { knownPrices } from '../../orders/known-prices.ts';
import { matchPrices, type Billing } from '../../orders/match-prices.ts';
import { isProblem, type Order, type Problem } from '../../orders/order.ts';
import { readWonDeal } from '../../orders/read-won-deal.ts';
import { toOrder } from '../../orders/to-order.ts';
import { closedWon } from './definition.ts';

export interface ClosedWonDeps {
  readonly hubspot: Clients<HubSpot>;
  readonly stripe: Clients<StripeApi>;
}

export type Winning = Parameters<Handler<CoordinatorContract, 'deal.won'>>[0];

/** What is to be done about a deal. */
export type Plan = {
  readonly order: Order;
  readonly billing: Billing;
  /** Found by identity; null where one is to be made. */
  readonly customerId: string | null;
  /** Made of this deal before; null where one is to be made. */
  readonly subscriptionId: string | null;
  /** The subscription that a renewal goes on with; nothing is made then. */
  readonly renewedId: string | null;
};

/** What the payer has already speaks for a renewal, or against a second subscription. */
const checkPayer = (
  { isExisting, currency }: Order,
  payer: Payer | undefined,
  whenSubscribed: 'hold' | 'add',
): Problem | undefined => {
  const live = payer?.liveSubscriptionId ?? null;
  const known = payer?.customer.currency ?? null;
  if (isExisting && live === null)
    return { problem: 'It is existing business, but the payer has no subscription to go on with.' };
  if (isExisting) return undefined;
  if (live !== null && whenSubscribed === 'hold')
    return { problem: `It is new business, but the payer has the subscription ${live}.` };
  return known !== null && known !== currency
    ? { problem: 'The payer pays in another currency at Stripe.' }
    : undefined;
};

/** Reads the deal with all that belongs to it, and makes a plan of it, or says why there is none. */
export const planOf = async (ctx: Winning, { hubspot, stripe }: ClosedWonDeps): Promise<Plan | Problem> => {
  const { connectionId, dealId } = ctx.task.payload;
  const settings = await ctx.settings(closedWon);
  const crm = await hubspot.of(ctx.task.tenantId, connectionId);
  const bank = await stripe.of(ctx.task.tenantId);
  const wanted = { dealId, billingLabel: settings.billingLabel };
  const won = await readWonDeal(crm.client, wanted, { signal: ctx.signal });
  if (won === undefined) return { problem: 'The deal is gone.' };
  const order = toOrder(won);
  if (isProblem(order)) return order;
  const payer = await findPayer(ctx, bank.client, order);
  const customerId = payer?.customer.id ?? null;
  const refused = checkPayer(order, payer, settings.whenSubscribed);
  if (refused !== undefined) return refused;
  const renewedId = order.isExisting ? (payer?.liveSubscriptionId ?? null) : null;
  const subscriptionId = payer?.ownSubscriptionId ?? null;
  const none = { items: [], once: [], seats: 0 };
  const billing = renewedId === null ? matchPrices(order, await knownPrices(ctx), settings) : none;
  return isProblem(billing) ? billing : { order, billing, customerId, subscriptionId, renewedId };
};
