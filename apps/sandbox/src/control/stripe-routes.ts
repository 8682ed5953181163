import { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { StripeAccount } from '../stripe/account.ts';
import { cancelAtPeriodEnd, cancelNow, changePlan } from '../stripe/life/change-plan.ts';
import { recover } from '../stripe/life/dunning.ts';
import { announceInvoice, renew } from '../stripe/life/renew.ts';
import { renderInvoice, renderSubscription } from '../stripe/render.ts';
import { cancelFeedbacks } from '../stripe/records/billing.ts';
import { revenueTruth } from '../stripe/revenue/truth.ts';
import { switchesSchema } from '../stripe/switches.ts';
import { refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';
import { moneyTurns } from './money-turns.ts';
import { found, turn } from './turn.ts';

const id = z.string();

const subscriptionTurns = (account: StripeAccount): readonly Route[] => {
  const subscriptionOf = (name: string) => found(account.subscriptions.get(name), 'subscription');
  const now = () => account.nowSeconds();
  return [
    turn({
      name: 'renew',
      schema: z.strictObject({ subscription: id }),
      run: ({ subscription }) => {
        const invoice = renew(account, subscriptionOf(subscription), now());
        return { invoice: invoice === undefined ? null : renderInvoice(account, invoice) };
      },
    }),
    turn({
      name: 'recover',
      schema: z.strictObject({ subscription: id }),
      run: ({ subscription }) => {
        recover(account, subscriptionOf(subscription), now());
        return renderSubscription(account, subscriptionOf(subscription));
      },
    }),
    turn({
      name: 'plan',
      schema: z.strictObject({ subscription: id, price: id.optional(), quantity: z.int().min(1).optional() }),
      run: ({ subscription, price, quantity }) => {
        const change = {
          price: price === undefined ? undefined : found(account.prices.get(price), 'price'),
          quantity,
        };
        changePlan(account, subscriptionOf(subscription), change, now());
        return renderSubscription(account, subscriptionOf(subscription));
      },
    }),
    turn({
      name: 'cancel',
      schema: z.strictObject({
        subscription: id,
        atPeriodEnd: z.boolean().default(true),
        feedback: z.enum(cancelFeedbacks).nullable().default(null),
      }),
      run: ({ subscription, atPeriodEnd, feedback }) => {
        const ending = subscriptionOf(subscription);
        if (ending.endedAt !== null) throw refuseControl(409, 'The subscription has ended.');
        if (atPeriodEnd) cancelAtPeriodEnd(account, ending, now(), feedback);
        else cancelNow(account, ending, now());
        return renderSubscription(account, ending);
      },
    }),
    turn({
      name: 'upcoming',
      schema: z.strictObject({ subscription: id }),
      run: ({ subscription }) => {
        announceInvoice(account, subscriptionOf(subscription), now());
        return {};
      },
    }),
  ];
};

/** What happens at Stripe by itself, the switches of its odd moods, and the truth that readers are measured by. */
export const stripeControlRoutes = ({ world }: ControlDeps): readonly Route[] => {
  const account = world.stripe;
  return [
    {
      method: 'get',
      path: '/_sandbox/stripe/truth',
      handle: () => json(revenueTruth(account)),
    },
    turn({
      name: 'switches',
      schema: switchesSchema,
      run: (changes) => Object.assign(account.switches, changes),
    }),
    ...subscriptionTurns(account),
    ...moneyTurns(account),
  ];
};
