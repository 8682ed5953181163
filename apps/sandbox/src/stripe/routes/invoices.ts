import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { causeOf } from '../cause-of.ts';
import { payInvoice } from '../changes/pay-invoice.ts';
import { missing } from '../errors.ts';
import { inList, renderInvoice } from '../expand.ts';
import { listPage } from '../list-page.ts';
import { expandParams, isInRange, listParams, parseParams } from '../params.ts';

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  subscription: z.string().optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
});

const getSchema = z.strictObject(expandParams);

const paySchema = z.strictObject({
  ...expandParams,
  paid_out_of_band: z.enum(['true', 'false']).default('false'),
  payment_method: z.string().optional(),
  off_session: z.enum(['true', 'false']).optional(),
});

const invoiceOf = (account: StripeAccount, request: VendorRequest) => {
  const id = paramOf(request, 'id');
  const invoice = account.invoices.get(id);
  if (invoice === undefined) throw missing('invoice', id, 'id');
  return invoice;
};

const listInvoices = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/invoices',
  handle: (request) => {
    const params = parseParams(listSchema, request.query);
    if (params.customer !== undefined && account.customers.get(params.customer) === undefined) {
      throw missing('customer', params.customer, 'customer', 400);
    }
    const paths = inList(params.expand);
    return json(
      listPage(
        {
          collection: account.invoices,
          noun: 'invoice',
          url: '/v1/invoices',
          isListed: (invoice) =>
            (params.status === undefined || invoice.status === params.status) &&
            (params.customer === undefined || invoice.customerId === params.customer) &&
            (params.subscription === undefined || invoice.subscriptionId === params.subscription) &&
            (params.collection_method === undefined ||
              invoice.collectionMethod === params.collection_method) &&
            isInRange(invoice.created, params.created),
          toWire: (invoice) => renderInvoice(account, invoice, paths),
        },
        params,
      ),
    );
  },
});

const getInvoice = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/invoices/:id',
  handle: (request) => {
    const { expand } = parseParams(getSchema, request.query);
    return json(renderInvoice(account, invoiceOf(account, request), expand));
  },
});

const postInvoicePayment = (account: StripeAccount): Route => ({
  method: 'post',
  path: '/v1/invoices/:id/pay',
  handle: (request) => {
    const params = parseParams(paySchema, request.body);
    const invoice = invoiceOf(account, request);
    payInvoice(account, invoice, { isOutOfBand: params.paid_out_of_band === 'true' }, causeOf(request));
    return json(renderInvoice(account, invoice, params.expand));
  },
});

export const invoiceRoutes = (account: StripeAccount): readonly Route[] => [
  listInvoices(account),
  getInvoice(account),
  postInvoicePayment(account),
];
