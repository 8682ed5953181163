import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { chargeCard } from '../changes/charge-card.ts';
import { declined } from '../changes/pay-invoice.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { customerKind, paymentKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWirePayment } from '../objects/wire-payment.ts';
import { expandParams, flag, integer, listParam } from '../params.ts';
import type { StripePayment } from '../records/payments.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/payment_intents';

const newSchema = z.strictObject({
  ...expandParams,
  amount: integer.pipe(z.int().min(1)),
  currency: z.string().length(3),
  customer: z.string().optional(),
  confirm: flag.default(false),
  description: z.string().optional(),
  payment_method: z.string().optional(),
  allowed_payment_method_types: listParam.optional(),
  off_session: flag.optional(),
  metadata: metadataParam,
});

const confirmSchema = z.strictObject({ ...expandParams, payment_method: z.string().optional() });

const confirm = (account: StripeAccount, payment: StripePayment, cause: Cause): void => {
  if (payment.status === 'succeeded' || payment.status === 'canceled') {
    throw invalid(
      `You cannot confirm this PaymentIntent because it has a status of ${payment.status}.`,
      'payment_intent_unexpected_state',
    );
  }
  const declineCode = account.customers.get(payment.customerId ?? '')?.declineCode ?? null;
  chargeCard(account, payment, declineCode, cause);
  if (declineCode !== null) throw declined(declineCode);
};

const create = (account: StripeAccount, params: z.output<typeof newSchema>, cause: Cause): StripePayment => {
  const customer =
    params.customer === undefined ? null : referred(customerKind(account), params.customer, 'customer');
  const payment = account.payments.add({
    id: account.newId('pi'),
    created: account.nowSeconds(),
    customerId: customer?.id ?? null,
    invoiceId: null,
    currency: params.currency.toLowerCase(),
    amount: params.amount,
    status: params.payment_method === undefined ? 'requires_payment_method' : 'requires_confirmation',
    declineCode: null,
    latestChargeId: null,
    canceledAt: null,
    description: params.description ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  noteEvent(account, cause, { type: 'payment_intent.created', object: toWirePayment(payment) });
  if (params.confirm) confirm(account, payment, cause);
  return payment;
};

export const paymentIntentWrites = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: PATH,
    schema: newSchema,
    run: (params, cause) => toWirePayment(create(account, params, cause)),
  }),
  writingRoute(account, {
    path: `${PATH}/:id/confirm`,
    schema: confirmSchema,
    run: (_params, cause, request) => {
      const payment = named(paymentKind(account), paramOf(request, 'id'));
      confirm(account, payment, cause);
      return toWirePayment(payment);
    },
  }),
  writingRoute(account, {
    path: `${PATH}/:id/cancel`,
    schema: z.strictObject({ ...expandParams, cancellation_reason: z.string().optional() }),
    run: (_params, cause, request) => {
      const payment = named(paymentKind(account), paramOf(request, 'id'));
      if (payment.status === 'succeeded' || payment.invoiceId !== null) {
        throw invalid('You cannot cancel this PaymentIntent.', 'payment_intent_unexpected_state');
      }
      payment.status = 'canceled';
      payment.canceledAt = account.nowSeconds();
      noteEvent(account, cause, { type: 'payment_intent.canceled', object: toWirePayment(payment) });
      return toWirePayment(payment);
    },
  }),
];
