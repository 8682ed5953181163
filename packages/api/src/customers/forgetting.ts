import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';

const MAX_KEY_LENGTH = 400;
const PERSON = /^(?:hubspot:contact|stripe:customer|notion:page):\S+$/u;
const ADDRESS = /^[^\s@]+@[^\s@]+$/u;

/** Whom to forget. */
const personSchema = z
  .strictObject({
    node: z
      .string()
      .max(MAX_KEY_LENGTH)
      .regex(PERSON, 'is no object of a person, such as hubspot:contact:1 or stripe:customer:cus_1')
      .optional()
      .describe('A vendor’s object: `hubspot:contact:1`.'),
    email: z.string().trim().max(MAX_KEY_LENGTH).regex(ADDRESS, 'is not an e-mail address').optional(),
  })
  .refine(({ node, email }) => node !== undefined || email !== undefined, 'needs a node or an email');

const objectsSchema = z
  .record(z.string(), z.int())
  .describe('Of how many objects they are made, by vendor; empty if nobody is known.');

export const previewForgetting = defineEndpoint({
  method: 'post',
  path: '/api/privacy/preview',
  summary: 'Says how many customers and objects forgetting a person would concern. Changes nothing.',
  request: { params: none, query: none, body: personSchema },
  response: z.object({ customers: z.int(), objects: objectsSchema }),
  errors: ['not_found', 'database_unavailable'],
});

export const forgetPerson = defineEndpoint({
  method: 'post',
  path: '/api/privacy/forget',
  summary: 'Forgets a person everywhere and keeps them from coming back. Cannot be undone.',
  request: { params: none, query: none, body: personSchema },
  response: z.object({
    rows: z.record(z.string(), z.int()).describe('Rows that were emptied or removed, by table.'),
    customerIds: z.array(idSchema).readonly(),
    objects: objectsSchema,
  }),
  errors: ['not_found', 'database_unavailable'],
});
