import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { missing } from '../errors.ts';
import { expanded } from '../expand.ts';
import type { Kind } from '../kind.ts';
import { balanceTransactionKind, chargeKind, paymentKind } from '../kinds.ts';
import { expandParams, listParams, parseParams } from '../params.ts';
import type { StripePayment } from '../records/payments.ts';
import { renderInvoicePayment } from '../render.ts';
import { getRoute, listRoute } from './reading-routes.ts';

const chargeListSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  payment_intent: z.string().optional(),
});

const paymentListSchema = z.strictObject({ ...listParams, customer: z.string().optional() });

const chargeRoutes = (account: StripeAccount): readonly Route[] => [
  listRoute(account, chargeKind(account), {
    schema: chargeListSchema,
    within: ({ customer, payment_intent: payment }) => {
      if (payment !== undefined) return account.groups.chargesOfPayment.of(payment);
      return customer === undefined ? undefined : account.groups.chargesOfCustomer.of(customer);
    },
    isListed: (charge, { customer }) => customer === undefined || charge.customerId === customer,
  }),
  getRoute(account, chargeKind(account)),
];

const paymentRoutes = (account: StripeAccount): readonly Route[] => [
  listRoute(account, paymentKind(account), {
    schema: paymentListSchema,
    within: ({ customer }) =>
      customer === undefined ? undefined : account.groups.paymentsOfCustomer.of(customer),
    isListed: () => true,
  }),
  getRoute(account, paymentKind(account)),
];

const invoicePaymentListSchema = z.strictObject({
  ...listParams,
  invoice: z.string().optional(),
  status: z.enum(['canceled', 'open', 'paid']).optional(),
  payment: z
    .strictObject({ type: z.enum(['payment_intent']), payment_intent: z.string().optional() })
    .optional(),
});

const PREFIX = 'inpay_';

/** An invoice payment goes by its payment intent's id, under a prefix of its own. */
const idOfPayment = (id: string): string => `pi_${id.slice(PREFIX.length)}`;

const invoicePaymentKind = (account: StripeAccount): Kind<StripePayment> => ({
  collection: {
    ...account.payments,
    get: (id) => account.payments.get(idOfPayment(id)),
    positionOf: (id) => account.payments.positionOf(idOfPayment(id)),
  },
  noun: 'invoice_payment',
  path: '/v1/invoice_payments',
  isGone: ({ invoiceId }) => invoiceId === null,
  toWire: (payment) => {
    const wire = renderInvoicePayment(account, payment);
    if (wire === undefined) throw missing('invoice_payment', payment.id, 'id');
    return wire;
  },
});

const invoicePaymentRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = invoicePaymentKind(account);
  return [
    listRoute(account, kind, {
      schema: invoicePaymentListSchema,
      within: ({ invoice }) =>
        invoice === undefined ? undefined : account.groups.paymentsOfInvoice.of(invoice),
      isListed: (payment, { status, payment: asked }) =>
        (status === undefined || renderInvoicePayment(account, payment)?.status === status) &&
        (asked?.payment_intent === undefined || asked.payment_intent === payment.id),
    }),
    {
      method: 'get',
      path: `${kind.path}/:id`,
      handle: (request) => {
        const { expand } = parseParams(z.strictObject(expandParams), request.query);
        const id = paramOf(request, 'id');
        const payment = kind.collection.get(id);
        if (payment === undefined) throw missing(kind.noun, id, 'id');
        return json(expanded(account, kind.toWire(payment), expand));
      },
    },
  ];
};

const transactionListSchema = z.strictObject({
  ...listParams,
  currency: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
});

const transactionRoutes = (account: StripeAccount): readonly Route[] => [
  listRoute(account, balanceTransactionKind(account), {
    schema: transactionListSchema,
    isListed: (one, { currency, source, type }) =>
      (currency === undefined || one.currency === currency) &&
      (source === undefined || one.sourceId === source) &&
      (type === undefined || one.type === type),
  }),
  getRoute(account, balanceTransactionKind(account)),
];

export const paymentsRoutes = (account: StripeAccount): readonly Route[] => [
  ...chargeRoutes(account),
  ...paymentRoutes(account),
  ...invoicePaymentRoutes(account),
  ...transactionRoutes(account),
];
