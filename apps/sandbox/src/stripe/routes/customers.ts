import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { causeOf } from '../cause-of.ts';
import { deleteCustomer } from '../changes/delete-customer.ts';
import { createCustomer, customerParamsSchema, updateCustomer } from '../changes/write-customer.ts';
import { missing } from '../errors.ts';
import { inList, renderCustomer } from '../expand.ts';
import { listPage } from '../list-page.ts';
import { expandParams, isInRange, listParams, parseParams } from '../params.ts';

const PATH = '/v1/customers/:id';
const listSchema = z.strictObject({ ...listParams, email: z.string().optional() });
const getSchema = z.strictObject(expandParams);

const liveCustomerOf = (account: StripeAccount, request: VendorRequest) => {
  const id = paramOf(request, 'id');
  const customer = account.customers.get(id);
  if (customer === undefined || customer.isDeleted) throw missing('customer', id, 'id');
  return customer;
};

const listCustomers = (account: StripeAccount): Route => ({
  method: 'get',
  path: '/v1/customers',
  handle: (request) => {
    const params = parseParams(listSchema, request.query);
    const paths = inList(params.expand);
    return json(
      listPage(
        {
          collection: account.customers,
          noun: 'customer',
          url: '/v1/customers',
          // The e-mail is compared letter by letter: another case is another customer.
          isListed: (customer) =>
            !customer.isDeleted &&
            (params.email === undefined || customer.email === params.email) &&
            isInRange(customer.created, params.created),
          toWire: (customer) => renderCustomer(account, customer, paths),
        },
        params,
        (customer) => !customer.isDeleted,
      ),
    );
  },
});

const getCustomer = (account: StripeAccount): Route => ({
  method: 'get',
  path: PATH,
  handle: (request) => {
    const { expand } = parseParams(getSchema, request.query);
    const id = paramOf(request, 'id');
    const customer = account.customers.get(id);
    if (customer === undefined) throw missing('customer', id, 'id');
    return json(renderCustomer(account, customer, expand));
  },
});

const postCustomer = (account: StripeAccount): Route => ({
  method: 'post',
  path: '/v1/customers',
  handle: (request) => {
    const params = parseParams(customerParamsSchema, request.body);
    return json(renderCustomer(account, createCustomer(account, params, causeOf(request)), params.expand));
  },
});

const postCustomerChanges = (account: StripeAccount): Route => ({
  method: 'post',
  path: PATH,
  handle: (request) => {
    const customer = liveCustomerOf(account, request);
    const params = parseParams(customerParamsSchema, request.body);
    updateCustomer(account, customer, params, causeOf(request));
    return json(renderCustomer(account, customer, params.expand));
  },
});

const removeCustomer = (account: StripeAccount): Route => ({
  method: 'delete',
  path: PATH,
  handle: (request) => {
    const customer = liveCustomerOf(account, request);
    deleteCustomer(account, customer, causeOf(request));
    return json(renderCustomer(account, customer));
  },
});

export const customerRoutes = (account: StripeAccount): readonly Route[] => [
  listCustomers(account),
  getCustomer(account),
  postCustomer(account),
  postCustomerChanges(account),
  removeCustomer(account),
];
