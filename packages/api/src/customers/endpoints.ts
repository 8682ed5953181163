import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { decisionSchema } from '../approvals/endpoints.ts';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { customerSchema } from './customer.ts';
import { explanationSchema, historyEntrySchema } from './explanation.ts';

const MAX_QUERY_LENGTH = 200;
const MAX_KEY_LENGTH = 400;
const MAX_OBJECTS = 50;

const oneCustomer = z.strictObject({ id: idSchema });

export const listCustomers = defineEndpoint({
  method: 'get',
  path: '/api/customers',
  summary: 'Lists customers; `query` searches name, e-mail and company, the best match first.',
  request: {
    query: z.strictObject({
      query: z.string().max(MAX_QUERY_LENGTH).regex(/\S/u, 'is empty; say what to look for').optional(),
      key: z
        .string()
        .max(MAX_KEY_LENGTH)
        .optional()
        .describe('A vendor’s object or an address: `stripe:customer:cus_1`, `email:ada@acme.example`.'),
      drift: z
        .literal('true')
        .optional()
        .describe('Only those of whom a system holds something in a field that it does not own.'),
      kind: z.enum(['person', 'account']).optional(),
      stage: z.string().max(MAX_QUERY_LENGTH).optional().describe('The lifecycle stage.'),
      status: z
        .string()
        .max(MAX_QUERY_LENGTH)
        .optional()
        .describe('Of the subscription, as Stripe names it: `active`, `past_due`, `canceled`.'),
      pastDue: z.literal('true').optional().describe('Only those whose subscription is past due or unpaid.'),
      owner: z.string().max(MAX_QUERY_LENGTH).optional().describe('HubSpot’s id of the owner.'),
      ...pageQuery,
    }),
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
  request: { params: oneCustomer, query: none, body: none },
  response: customerSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const explainCustomer = defineEndpoint({
  method: 'get',
  path: '/api/customers/:id/why',
  summary: 'Shows one customer with the source of each field, what ties its objects, and open questions.',
  request: { params: oneCustomer, query: none, body: none },
  response: explanationSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const listCustomerHistory = defineEndpoint({
  method: 'get',
  path: '/api/customers/:id/history',
  summary: 'Lists what happened to a customer, the newest first.',
  request: { params: oneCustomer, query: z.strictObject(pageQuery), body: none },
  response: z.object({ entries: z.array(historyEntrySchema), nextCursor: nextCursorSchema }),
  errors: ['not_found', 'database_unavailable'],
});

export const mergeCustomers = defineEndpoint({
  method: 'post',
  path: '/api/customers/:id/merge',
  summary: 'Makes others one with this customer; the oldest id stays.',
  request: {
    params: oneCustomer,
    query: none,
    body: decisionSchema.extend({ with: z.array(idSchema).min(1).max(MAX_OBJECTS) }),
  },
  response: customerSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const splitCustomer = defineEndpoint({
  method: 'post',
  path: '/api/customers/:id/split',
  summary: 'Takes objects out of a customer, for good; answers with the customer that they are now.',
  request: {
    params: oneCustomer,
    query: none,
    body: decisionSchema.extend({
      objects: z.array(z.string().max(MAX_KEY_LENGTH)).min(1).max(MAX_OBJECTS),
    }),
  },
  response: customerSchema.extend({
    parts: z
      .array(z.object({ id: idSchema, objects: z.array(z.string()).readonly() }))
      .describe('Every customer that came of it: what only the objects held together falls apart.'),
    mergeId: idSchema
      .nullable()
      .describe('A merge that brought the objects in; undoing it would give them their old id.'),
  }),
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const undoCustomerMerge = defineEndpoint({
  method: 'post',
  path: '/api/customer-merges/:id/undo',
  summary: 'Undoes a merge, by the id it has in the history; answers with the customer that is back.',
  request: { params: oneCustomer, query: none, body: decisionSchema },
  response: customerSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
