import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { momentSchema } from '../paging.ts';
import { knowledgeAnswerSchema } from './answer.ts';
import { knowledgePageSchema, newKnowledgePageSchema, writtenKnowledgeSchema } from './page.ts';

const MAX_QUERY_LENGTH = 300;
const MAX_HITS = 50;
const DEFAULT_HITS = 10;

/** Sources that a connection feeds: what was written there by hand would be overwritten. */
const FED = ['notion'];

const oneWritten = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/u, 'must be a word of small letters, digits and dashes')
    .refine((source) => !FED.includes(source), 'is fed by its connection; write there'),
  externalId: z.string().min(1).max(200),
});

export const searchKnowledge = defineEndpoint({
  method: 'get',
  path: '/api/knowledge',
  summary: 'Searches the knowledge base; without `q` its pages, those that were edited last first.',
  request: {
    query: z.strictObject({
      q: z
        .string()
        .max(MAX_QUERY_LENGTH)
        .regex(/\S/u, 'is empty; say what to look for')
        .optional()
        .describe('Words, "a phrase", -without, or.'),
      category: z.string().optional(),
      tag: z.string().optional().describe('One, or several with commas: all of them.'),
      source: z.string().optional(),
      path: z.string().optional().describe('The pages above, with slashes: Handbook/Finance.'),
      includeOwn: z
        .literal('true')
        .optional()
        .describe('Pages that Sherpa writes itself as well: cases and digests. So does a `path` to them.'),
      since: momentSchema.optional().describe('Edited since then.'),
      limit: z.coerce.number<number | string>().int().min(1).max(MAX_HITS).default(DEFAULT_HITS),
    }),
    params: none,
    body: none,
  },
  response: knowledgeAnswerSchema,
  errors: ['database_unavailable'],
});

export const showKnowledge = defineEndpoint({
  method: 'get',
  path: '/api/knowledge/:id',
  summary: 'Shows one page of the knowledge base.',
  request: { params: z.strictObject({ id: idSchema }), query: none, body: none },
  response: knowledgePageSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const writeKnowledge = defineEndpoint({
  method: 'put',
  path: '/api/knowledge/:source/:externalId',
  summary: 'Makes a page of the knowledge base, or gives it this text.',
  request: { params: oneWritten, body: newKnowledgePageSchema, query: none },
  response: writtenKnowledgeSchema,
  errors: ['conflict', 'database_unavailable'],
});

export const deleteKnowledge = defineEndpoint({
  method: 'delete',
  path: '/api/knowledge/:source/:externalId',
  summary: 'Deletes a page that a script has written, and answers with what it was.',
  request: { params: oneWritten, query: none, body: none },
  response: knowledgePageSchema,
  errors: ['not_found', 'database_unavailable'],
});
