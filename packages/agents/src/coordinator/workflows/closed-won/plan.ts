import type { Clients, Handler } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { StripeApi } from '@sherpa/integrations/stripe';
import type { CoordinatorContract } from '../../contract.ts';
import { findPayer, type Payer } from '../../orders/find-payer.ts';
import { knownPrices } from '../../orders/known-prices.ts';
import { matchPrices } from '../../orders/match-prices.ts';
import type { Billing, Order, Plan, Problem } from '../../orders/order.ts';
import { readWonDeal } from '../../orders/read-won-deal.ts';
import { toOrder } from '../../orders/to-order.ts';
import { closedWon } from './definition.ts';

export interface ClosedWonDeps {
  readonly hubspot: Clients<HubSpot>;
  readonly stripe: Clients<StripeApi>;
}

export type Winning = Parameters<Handler<CoordinatorContract, 'deal.won'>>[0];

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

const readOrder = async (ctx: Winning, { hubspot }: ClosedWonDeps): Promise<Order | Problem> => {
  const { connectionId, dealId } = ctx.task.payload;
  const { billingLabel } = await ctx.settings(closedWon);
  const { client } = await hubspot.of(ctx.task.tenantId, connectionId);
  const won = await readWonDeal(client, { dealId, billingLabel }, { signal: ctx.signal });
  return won === undefined ? { problem: 'The deal is gone.' } : toOrder(won);
};

const NOTHING: Billing = { items: [], once: [], seats: 0 };

/** Reads the deal with all that belongs to it, and makes a plan of it, or says why there is none. */
export const planOf = async (ctx: Winning, deps: ClosedWonDeps): Promise<Plan | Problem> => {
  const order = await readOrder(ctx, deps);
  if ('problem' in order) return order;
  const settings = await ctx.settings(closedWon);
  const { client } = await deps.stripe.of(ctx.task.tenantId);
  const payer = await findPayer(ctx, client, order);
  const refused = checkPayer(order, payer, settings.whenSubscribed);
  if (refused !== undefined) return refused;
  const known = {
    customerId: payer?.customer.id ?? null,
    subscriptionId: payer?.ownSubscriptionId ?? null,
  };
  if (order.isExisting) {
    return { order, ...known, billing: NOTHING, renewedId: payer?.liveSubscriptionId ?? null };
  }
  const billing = matchPrices(order, await knownPrices(ctx), settings);
  return 'problem' in billing ? billing : { order, ...known, billing, renewedId: null };
};
