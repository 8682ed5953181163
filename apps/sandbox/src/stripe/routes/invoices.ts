import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { makeCollection } from '../collection.ts';
import { expanded } from '../expand.ts';
import { named, referred } from '../kind.ts';
import { customerKind, invoiceKind } from '../kinds.ts';
import { listPage } from '../list-page.ts';
import { toWireLine } from '../objects/wire-line.ts';
import { isInRange, isWanted, listParams, parseParams, rangeParam } from '../params.ts';
import type { StripeInvoice } from '../records/billing.ts';
import { invoiceWrites } from './invoice-writes.ts';
import { getRoute, listRoute } from './reading-routes.ts';

const PATH = '/v1/invoices';

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  subscription: z.string().optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  due_date: rangeParam.optional(),
});

type Asked = z.output<typeof listSchema>;

const isAsked = (invoice: StripeInvoice, asked: Asked): boolean =>
  // Those of a test clock are only for who names their customer.
  (invoice.testClock === null || asked.customer !== undefined || asked.subscription !== undefined) &&
  isWanted(invoice.status, asked.status) &&
  isWanted(invoice.customerId, asked.customer) &&
  isWanted<string | null>(invoice.subscriptionId, asked.subscription) &&
  isWanted(invoice.collectionMethod, asked.collection_method) &&
  isInRange(invoice.dueDate ?? 0, asked.due_date);

const listInvoices = (account: StripeAccount): Route =>
  listRoute(account, invoiceKind(account), {
    schema: listSchema,
    within: ({ customer, subscription }) => {
      if (customer !== undefined) referred(customerKind(account), customer, 'customer');
      if (subscription !== undefined) return account.groups.invoicesOfSubscription.of(subscription);
      return customer === undefined ? undefined : account.groups.invoicesOfCustomer.of(customer);
    },
    isListed: isAsked,
  });

/** Lines by their own ids, which are missing or the same on other invoices: a cursor is only good on its own. */
const listLines = (account: StripeAccount): Route => ({
  method: 'get',
  path: `${PATH}/:id/lines`,
  handle: (request) => {
    const invoice = named(invoiceKind(account), paramOf(request, 'id'));
    const params = parseParams(z.strictObject(listParams), request.query);
    const lines = invoice.lines.map((line, index) => {
      const wire = toWireLine(invoice, line, index);
      return { id: wire.id ?? '', created: invoice.created, wire };
    });
    const page = listPage(
      {
        collection: makeCollection(lines.toReversed()),
        noun: 'line item',
        url: `${PATH}/${invoice.id}/lines`,
        isListed: () => true,
        toWire: ({ wire }) => wire,
      },
      params,
    );
    return json(expanded(account, page, params.expand));
  },
});

export const invoiceRoutes = (account: StripeAccount): readonly Route[] => [
  ...invoiceWrites(account),
  listInvoices(account),
  getRoute(account, invoiceKind(account)),
  listLines(account),
];
