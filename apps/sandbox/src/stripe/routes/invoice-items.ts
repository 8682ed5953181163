import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import type { Cause, StripeAccount } from '../account.ts';
import { addInvoiceItem, changeInvoiceItem, deleteInvoiceItem } from '../changes/write-invoice-item.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { customerKind, invoiceItemKind, invoiceKind, priceKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWireInvoiceItem } from '../objects/wire-invoice-item.ts';
import { expandParams, flag, integer, listParams } from '../params.ts';
import type { StripeInvoiceItem } from '../records/billing.ts';
import type { StripePrice } from '../records/catalog.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/invoiceitems';

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  invoice: z.string().optional(),
  pending: flag.optional(),
});

const changesSchema = z.strictObject({
  ...expandParams,
  amount: integer.optional(),
  description: z.string().optional(),
  quantity: integer.optional(),
  metadata: metadataParam,
});

const newSchema = changesSchema.extend({
  customer: z.string(),
  currency: z.string().length(3).optional(),
  invoice: z.string().optional(),
  subscription: z.string().optional(),
  pricing: z.strictObject({ price: z.string() }).optional(),
});

const amountOf = (
  params: z.output<typeof newSchema>,
  price: StripePrice | null,
): { amount: number; currency: string } => {
  if (price !== null) return { amount: price.unitAmount * (params.quantity ?? 1), currency: price.currency };
  if (params.amount === undefined || params.currency === undefined) {
    throw invalid(
      'You must pass `amount` with `currency`, or `pricing[price]`.',
      'parameter_missing',
      'amount',
    );
  }
  return { amount: params.amount, currency: params.currency.toLowerCase() };
};

const createItem = (
  account: StripeAccount,
  params: z.output<typeof newSchema>,
  cause: Cause,
): StripeInvoiceItem => {
  const customer = referred(customerKind(account), params.customer, 'customer');
  const invoice =
    params.invoice === undefined ? null : referred(invoiceKind(account), params.invoice, 'invoice');
  const price =
    params.pricing === undefined
      ? null
      : referred(priceKind(account), params.pricing.price, 'pricing[price]');
  const { amount, currency } = amountOf(params, price);
  if (invoice !== null && invoice.currency !== currency) {
    throw invalid('The currency of the item is not that of the invoice.', undefined, 'currency');
  }
  const now = account.nowSeconds();
  return addInvoiceItem(
    account,
    {
      customerId: customer.id,
      subscriptionId: params.subscription ?? null,
      currency,
      price,
      isProration: false,
      period: { start: now, end: now },
      testClock: customer.testClock,
      quantity: params.quantity ?? 1,
      amount,
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
      invoiceId: invoice?.id ?? null,
    },
    cause,
  );
};

const changesOf = (
  item: StripeInvoiceItem,
  params: z.output<typeof changesSchema>,
): Partial<StripeInvoiceItem> => ({
  amount: params.amount ?? item.amount,
  quantity: params.quantity ?? item.quantity,
  description: params.description ?? item.description,
  metadata: mergeMetadata(item.metadata, params.metadata),
});

export const invoiceItemRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = invoiceItemKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      within: ({ customer }) =>
        customer === undefined ? undefined : account.groups.invoiceItemsOfCustomer.of(customer),
      isListed: (item, { invoice, pending }) =>
        (invoice === undefined || item.invoiceId === invoice) &&
        (pending === undefined || (item.invoiceId === null) === pending),
    }),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params, cause) => toWireInvoiceItem(createItem(account, params, cause)),
    }),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: (params, _cause, request) => {
        const item = named(kind, paramOf(request, 'id'));
        changeInvoiceItem(account, item, changesOf(item, params));
        return toWireInvoiceItem(item);
      },
    }),
    writingRoute(account, {
      method: 'delete',
      path: `${PATH}/:id`,
      schema: z.strictObject(expandParams),
      run: (_params, cause, request) => {
        const item = named(kind, paramOf(request, 'id'));
        deleteInvoiceItem(account, item, cause);
        return toWireInvoiceItem(item);
      },
    }),
  ];
};
