import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { customerSchema } from './customer.ts';

const MAX_QUERY_LENGTH = 200;

export const listCustomers = defineEndpoint({
  method: 'get',
  path: '/api/customers',
  summary: 'Lists customers; `query` searches name, e-mail and company.',
  request: {
    query: z.strictObject({ query: z.string().max(MAX_QUERY_LENGTH).optional(), ...pageQuery }),
    params: none,
    body: none,
  },
  response: z.object({ customers: z.array(customerSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showCustomer = defineEndpoint({
  method: 'get',
  path: '/api/customers/:id',
  summary: 'Shows one customer.',
  request: { params: z.strictObject({ id: idSchema }), query: none, body: none },
  response: customerSchema,
  errors: ['not_found', 'database_unavailable'],
});
