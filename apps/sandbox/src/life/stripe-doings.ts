import { byStripe, type StripeAccount } from '../stripe/account.ts';
import { openDispute } from '../stripe/changes/dispute-charge.ts';
import { refundCharge } from '../stripe/changes/refund-charge.ts';
import { cancelAtPeriodEnd, changePlan } from '../stripe/life/change-plan.ts';
import { recover } from '../stripe/life/dunning.ts';
import type { StripeSubscription } from '../stripe/records/billing.ts';
import type { StripeCharge } from '../stripe/records/payments.ts';
import type { Random } from '../random.ts';
import type { Doing, Scene } from './doing.ts';

const TRIES = 20;

const some = <T>(random: Random, from: readonly T[], isWanted: (item: T) => boolean): T | undefined => {
  for (let tries = 0; tries < TRIES && from.length > 0; tries += 1) {
    const item = random.pick(from);
    if (isWanted(item)) return item;
  }
  return undefined;
};

const withStatus = (
  random: Random,
  { subscriptions }: StripeAccount,
  status: StripeSubscription['status'],
): StripeSubscription | undefined => some(random, subscriptions.items, (one) => one.status === status);

const changeSeats = ({ world: { stripe }, random }: Scene): void => {
  const subscription = withStatus(random, stripe, 'active');
  const quantity = (subscription?.items[0]?.quantity ?? 1) + random.int(1, 5);
  if (subscription !== undefined) changePlan(stripe, subscription, { quantity }, stripe.nowSeconds());
};

const giveNotice = ({ world: { stripe }, random }: Scene): void => {
  const subscription = withStatus(random, stripe, 'active');
  if (subscription?.cancelAtPeriodEnd === false) {
    cancelAtPeriodEnd(stripe, subscription, stripe.nowSeconds());
  }
};

const losesCard = ({ world: { stripe }, random }: Scene): void => {
  const subscription = withStatus(random, stripe, 'active');
  const customer = stripe.customers.get(subscription?.customerId ?? '');
  if (customer !== undefined) customer.declineCode = 'insufficient_funds';
};

const givesNewCard = ({ world: { stripe }, random }: Scene): void => {
  const subscription = withStatus(random, stripe, 'past_due');
  if (subscription !== undefined) recover(stripe, subscription, stripe.nowSeconds());
};

const isWhole = (charge: StripeCharge): boolean =>
  charge.declineCode === null && charge.amountRefunded === 0 && !charge.isDisputed;

const refunds = ({ world: { stripe }, random }: Scene): void => {
  const charge = some(random, stripe.charges.items, isWhole);
  if (charge !== undefined) refundCharge(stripe, charge, {}, byStripe);
};

const disputes = ({ world: { stripe }, random }: Scene): void => {
  const charge = some(random, stripe.charges.items, isWhole);
  if (charge !== undefined) openDispute(stripe, charge, 'fraudulent', byStripe);
};

/** What customers do with their subscriptions and cards; renewals come by themselves. */
export const stripeDoings: readonly Doing[] = [
  { name: 'seats changed', perThousand: 0.4, run: changeSeats },
  { name: 'notice given', perThousand: 0.15, run: giveNotice },
  { name: 'card failing', perThousand: 0.3, run: losesCard },
  { name: 'new card given', perThousand: 0.25, run: givesNewCard },
  { name: 'charge refunded', perThousand: 0.1, run: refunds },
  { name: 'charge disputed', perThousand: 0.05, run: disputes },
];
