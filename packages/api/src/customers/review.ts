import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { decisionSchema } from '../approvals/endpoints.ts';
import { defineEndpoint, none } from '../endpoint.ts';
import { momentSchema, nextCursorSchema, pageQuery } from '../paging.ts';

const reviewKinds = ['disagreement', 'quarantine', 'suggestion'] as const;
const reviewStatuses = ['open', 'approved', 'rejected', 'obsolete'] as const;

/** A question about who is who. */
export const customerReviewSchema = z.object({
  id: idSchema,
  kind: z.enum(reviewKinds),
  a: z.string().describe('The object or key whose tie was not followed.'),
  b: z.string().describe('Where the tie leads; empty where it is all that share a key.'),
  subjects: z.array(z.string()).readonly().describe('The objects concerned.'),
  reason: z.string(),
  status: z.enum(reviewStatuses).describe('`obsolete`: it has settled itself.'),
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  createdAt: momentSchema,
  decidedAt: momentSchema.nullable(),
});

export type CustomerReview = z.infer<typeof customerReviewSchema>;

/** The same with who it is about. */
export const customerReviewWithSidesSchema = customerReviewSchema.extend({
  sides: z
    .array(
      z.object({
        customerId: idSchema,
        kind: z.enum(['person', 'account']),
        name: z.string().nullable(),
        email: z.string().nullable(),
        objects: z.array(z.string()).readonly(),
      }),
    )
    .describe('The customers that the objects belong to now.'),
});

export type CustomerReviewWithSides = z.infer<typeof customerReviewWithSidesSchema>;

const oneReview = z.strictObject({ id: idSchema });

export const listCustomerReviews = defineEndpoint({
  method: 'get',
  path: '/api/customer-reviews',
  summary: 'Lists questions about who is who, the newest first.',
  request: {
    query: z.strictObject({
      status: z.enum(reviewStatuses).optional(),
      kind: z.enum(reviewKinds).optional(),
      ...pageQuery,
    }),
    params: none,
    body: none,
  },
  response: z.object({ reviews: z.array(customerReviewWithSidesSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showCustomerReview = defineEndpoint({
  method: 'get',
  path: '/api/customer-reviews/:id',
  summary: 'Shows one question about who is who, with the customers concerned.',
  request: { params: oneReview, query: none, body: none },
  response: customerReviewWithSidesSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const approveCustomerReview = defineEndpoint({
  method: 'post',
  path: '/api/customer-reviews/:id/approve',
  summary: 'Says that the objects are one customer; they are joined.',
  request: { params: oneReview, query: none, body: decisionSchema },
  response: customerReviewSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const rejectCustomerReview = defineEndpoint({
  method: 'post',
  path: '/api/customer-reviews/:id/reject',
  summary: 'Says that they are not; nobody is asked again.',
  request: { params: oneReview, query: none, body: decisionSchema },
  response: customerReviewSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
