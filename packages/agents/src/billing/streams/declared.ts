import { stripeEventTypes, type StripeInvoice } from '@sherpa/integrations/stripe';
import { objectStream } from './object-stream.ts';

const CHARGE_PAGE = 100;

/** Stripe's streams by the names of their tasks, each a declaration. */
export const billingStreams = {
  customers: objectStream({
    name: 'customers',
    objectType: 'customer',
    list: (stripe, page, options) => stripe.listCustomers(page, options),
    get: async (stripe, id, options) => {
      const customer = await stripe.getCustomer(id, options);
      return customer?.deleted === false ? customer : undefined;
    },
    eventTypes: stripeEventTypes.customer,
    makesCustomers: true,
    scopes: ['customer_read'],
  }),
  subscriptions: objectStream({
    name: 'subscriptions',
    objectType: 'subscription',
    list: (stripe, page, options) => stripe.listSubscriptions(page, options),
    get: (stripe, id, options) => stripe.getSubscription(id, options),
    eventTypes: stripeEventTypes.subscription,
    makesCustomers: true,
    scopes: ['subscription_read'],
    format: 2,
  }),
  invoices: objectStream<StripeInvoice>({
    name: 'invoices',
    objectType: 'invoice',
    list: (stripe, page, options) => stripe.listInvoices(page, options),
    get: (stripe, id, options) => stripe.getInvoice(id, options),
    complete: async (stripe, invoice, options) =>
      invoice.hasMoreLines
        ? { ...invoice, lines: await stripe.listInvoiceLines(invoice.id, options), hasMoreLines: false }
        : invoice,
    eventTypes: stripeEventTypes.invoice,
    makesCustomers: true,
    scopes: ['invoice_read'],
  }),
  products: objectStream({
    name: 'products',
    objectType: 'product',
    list: (stripe, page, options) => stripe.listProducts(page, options),
    get: async (stripe, id, options) => {
      const product = await stripe.getProduct(id, options);
      return product?.deleted === false ? product : undefined;
    },
    eventTypes: stripeEventTypes.product,
    makesCustomers: false,
    scopes: ['product_read'],
  }),
  prices: objectStream({
    name: 'prices',
    objectType: 'price',
    list: (stripe, page, options) => stripe.listPrices(page, options),
    get: (stripe, id, options) => stripe.getPrice(id, options),
    eventTypes: stripeEventTypes.price,
    makesCustomers: false,
    scopes: ['plan_read'],
  }),
  charges: objectStream({
    name: 'charges',
    objectType: 'charge',
    list: (stripe, page, options) => stripe.listCharges(page, options),
    get: (stripe, id, options) => stripe.getCharge(id, options),
    eventTypes: stripeEventTypes.charge,
    // An event of a dispute names the dispute.
    idsOf: async (stripe, { objectId, objectType }, options) => {
      if (objectId === null || objectType !== 'dispute') return [];
      const dispute = await stripe.getDispute(objectId, options);
      return dispute === undefined ? [] : [dispute.chargeId];
    },
    makesCustomers: false,
    scopes: ['charge_read'],
  }),
  refunds: objectStream({
    name: 'refunds',
    objectType: 'refund',
    list: (stripe, page, options) => stripe.listRefunds(page, options),
    get: (stripe, id, options) => stripe.getRefund(id, options),
    eventTypes: stripeEventTypes.refund,
    // Some refunds are told of by their charge alone.
    idsOf: async (stripe, { objectId, objectType }, options) => {
      if (objectId === null || objectType !== 'charge') return [];
      const { rows } = await stripe.listRefunds({ chargeId: objectId, limit: CHARGE_PAGE }, options);
      return rows.map(({ id }) => id);
    },
    // Of none a customer is made; what they say is told.
    makesCustomers: true,
    scopes: ['charge_read'],
  }),
  disputes: objectStream({
    name: 'disputes',
    objectType: 'dispute',
    list: (stripe, page, options) => stripe.listDisputes(page, options),
    get: (stripe, id, options) => stripe.getDispute(id, options),
    eventTypes: stripeEventTypes.dispute,
    // Of none a customer is made; what they say is told.
    makesCustomers: true,
    scopes: ['dispute_read'],
  }),
  'credit-notes': objectStream({
    name: 'credit-notes',
    objectType: 'credit_note',
    list: (stripe, page, options) => stripe.listCreditNotes(page, options),
    get: (stripe, id, options) => stripe.getCreditNote(id, options),
    eventTypes: stripeEventTypes.credit_note,
    makesCustomers: false,
    scopes: ['credit_note_read'],
  }),
} as const;

export type BillingStream = keyof typeof billingStreams;
