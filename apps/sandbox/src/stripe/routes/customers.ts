import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { deleteCustomer } from '../changes/delete-customer.ts';
import {
  createCustomer,
  customerParamsSchema,
  newCustomerParamsSchema,
  updateCustomer,
} from '../changes/write-customer.ts';
import { missing } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { customerKind } from '../kinds.ts';
import { expandParams, listParam, listParams, integer, parseParams } from '../params.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderCustomer } from '../render.ts';
import { searchCustomers } from '../search/search-customers.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/customers/:id';

const listSchema = z.strictObject({
  ...listParams,
  email: z.string().optional(),
  test_clock: z.string().optional(),
});

/** Lists name only who is there; who was deleted is still got by id. */
const listedKind = (account: StripeAccount): Kind<StripeCustomer> => ({
  ...customerKind(account),
  isGone: ({ isDeleted }) => isDeleted,
});

const listCustomers = (account: StripeAccount): Route =>
  listRoute(account, listedKind(account), {
    schema: listSchema,
    // The e-mail is compared letter by letter: another case is another customer.
    isListed: (customer, { email, test_clock: clock }) =>
      (email === undefined || customer.email === email) && customer.testClock === (clock ?? null),
  });

const liveCustomer = (account: StripeAccount, id: string): StripeCustomer => {
  const customer = account.customers.get(id);
  if (customer === undefined || customer.isDeleted) throw missing('customer', id, 'id');
  return customer;
};

const searchSchema = z.strictObject({
  expand: listParam.default([]),
  query: z.string().max(1_000),
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  page: z.string().optional(),
});

const searchRoute = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/customers/search',
  handle: (request) => json(searchCustomers(account, parseParams(searchSchema, request.query))),
});

const writes = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: '/v1/customers',
    schema: newCustomerParamsSchema,
    run: (params, cause) => renderCustomer(account, createCustomer(account, params, cause)),
  }),
  writingRoute(account, {
    path: PATH,
    schema: customerParamsSchema,
    run: (params, cause, request) => {
      const customer = liveCustomer(account, paramOf(request, 'id'));
      updateCustomer(account, customer, params, cause);
      return renderCustomer(account, customer);
    },
  }),
  writingRoute(account, {
    method: 'delete',
    path: PATH,
    schema: z.strictObject(expandParams),
    run: (_params, cause, request) => {
      const customer = liveCustomer(account, paramOf(request, 'id'));
      deleteCustomer(account, customer, cause);
      return renderCustomer(account, customer);
    },
  }),
];

export const customerRoutes = (account: StripeAccount): readonly Route[] => [
  searchRoute(account),
  listCustomers(account),
  getRoute(account, customerKind(account)),
  ...writes(account),
];
