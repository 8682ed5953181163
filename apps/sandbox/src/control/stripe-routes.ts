import { z } from 'zod';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { byStripe, type StripeAccount } from '../stripe/account.ts';
import { closeDispute, openDispute } from '../stripe/changes/dispute-charge.ts';
import { failRefund, refundCharge } from '../stripe/changes/refund-charge.ts';
import { cancelAtPeriodEnd, cancelNow, changePlan } from '../stripe/life/change-plan.ts';
import { recover, retryPayment } from '../stripe/life/dunning.ts';
import { announceInvoice, renew } from '../stripe/life/renew.ts';
import { toWireCharge } from '../stripe/objects/wire-charge.ts';
import {
  renderCustomer,
  renderDispute,
  renderInvoice,
  renderRefund,
  renderSubscription,
} from '../stripe/render.ts';
import { cancelFeedbacks } from '../stripe/records/billing.ts';
import { revenueTruth } from '../stripe/revenue/truth.ts';
import { switchesSchema } from '../stripe/switches.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

interface Turn<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  run(given: z.output<S>): unknown;
}

/** One thing that happens at Stripe without anybody asking its API. */
const turn = <S extends z.ZodType>({ name, schema, run }: Turn<S>): Route => ({
  method: 'post',
  path: `/_sandbox/stripe/${name}`,
  handle: (request) => json(run(parseControl(schema, request.body))),
});

const found = <T>(record: T | undefined): T => {
  if (record === undefined) throw refuseControl(404, 'There is no such record.');
  return record;
};

const id = z.string();

const subscriptionTurns = (account: StripeAccount): readonly Route[] => {
  const subscriptionOf = (name: string) => found(account.subscriptions.get(name));
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
          price: price === undefined ? undefined : found(account.prices.get(price)),
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
        if (atPeriodEnd) cancelAtPeriodEnd(account, subscriptionOf(subscription), now(), feedback);
        else cancelNow(account, subscriptionOf(subscription), now());
        return renderSubscription(account, subscriptionOf(subscription));
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

const moneyTurns = (account: StripeAccount): readonly Route[] => [
  turn({
    name: 'card',
    schema: z.strictObject({ customer: id, declineCode: z.string().nullable() }),
    run: ({ customer, declineCode }) => {
      const holder = found(account.customers.get(customer));
      holder.declineCode = declineCode;
      return renderCustomer(account, holder);
    },
  }),
  turn({
    name: 'retry',
    schema: z.strictObject({ invoice: id }),
    run: ({ invoice }) => {
      const open = found(account.invoices.get(invoice));
      if (open.collectionMethod === 'send_invoice')
        throw refuseControl(409, 'The invoice was sent, and no card is tried for it.');
      retryPayment(account, open, account.nowSeconds());
      return renderInvoice(account, open);
    },
  }),
  turn({
    name: 'refund',
    schema: z.strictObject({ charge: id, amount: z.int().min(1).optional() }),
    run: ({ charge, amount }) => {
      const refunded = found(account.charges.get(charge));
      const refund = refundCharge(account, refunded, { amount }, byStripe);
      return { refund: renderRefund(account, refund), charge: toWireCharge(refunded) };
    },
  }),
  turn({
    name: 'fail-refund',
    schema: z.strictObject({ refund: id }),
    run: ({ refund }) => {
      const failed = found(account.refunds.get(refund));
      failRefund(account, failed, byStripe);
      return renderRefund(account, failed);
    },
  }),
  turn({
    name: 'dispute',
    schema: z.strictObject({ charge: id, reason: z.string().default('fraudulent') }),
    run: ({ charge, reason }) =>
      renderDispute(account, openDispute(account, found(account.charges.get(charge)), reason, byStripe)),
  }),
  turn({
    name: 'close-dispute',
    schema: z.strictObject({ dispute: id, outcome: z.enum(['won', 'lost']) }),
    run: ({ dispute, outcome }) => {
      const closed = found(account.disputes.get(dispute));
      closeDispute(account, closed, outcome, byStripe);
      return renderDispute(account, closed);
    },
  }),
];

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
