import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { whySchema } from './trace.ts';

const MAX_TEXT = 400;
const OBJECT = /^(?:hubspot|stripe|notion):[\w-]+:.+$/u;

export const explainCause = defineEndpoint({
  method: 'get',
  path: '/api/why',
  summary: 'Tells what led to something, and what came of that. One question at a time.',
  request: {
    query: z.strictObject({
      id: idSchema.optional().describe('Of a task, message, webhook, approval, case or event.'),
      effect: z
        .string()
        .min(1)
        .max(MAX_TEXT)
        .optional()
        .describe('A write by its key at the vendor, or `<task id>/<name>`.'),
      object: z
        .string()
        .max(MAX_TEXT)
        .regex(OBJECT, 'is no object of a vendor; one is written hubspot:task:123')
        .optional()
        .describe('What was written at a vendor, or read there: `hubspot:task:123`.'),
      customer: idSchema.optional().describe('Whose `field` it is.'),
      field: z.string().min(1).max(MAX_TEXT).optional(),
      whole: z
        .literal('true')
        .optional()
        .describe('With what else came of the same cause; else that is only counted.'),
    }),
    params: none,
    body: none,
  },
  response: whySchema,
  errors: ['not_found', 'database_unavailable'],
});
