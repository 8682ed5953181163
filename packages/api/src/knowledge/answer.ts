import { z } from 'zod';
import { knowledgePageSummarySchema } from './page.ts';

/** What a page's score is made of: the sum of the fields and of proximity, raised by the share of recency. */
const scoreSchema = z.object({
  total: z.number(),
  title: z.number(),
  headings: z.number(),
  labels: z.number(),
  body: z.number(),
  proximity: z.number(),
  recency: z.number(),
});

/** A page that was found, by its best passage. */
export const knowledgeHitSchema = z.object({
  page: knowledgePageSummarySchema,
  headingPath: z.array(z.string()).readonly().describe('The headings above the passage.'),
  snippet: z
    .array(z.object({ text: z.string(), isMatch: z.boolean() }))
    .readonly()
    .describe('Plain text in pieces; those that match are the ones to mark.'),
  matching: z.enum(['all', 'most', 'any']).nullable().describe('How many of the words it holds.'),
  score: scoreSchema.nullable().describe('Null where nothing was searched.'),
});

export type KnowledgeHit = z.infer<typeof knowledgeHitSchema>;

export const knowledgeAnswerSchema = z.object({
  hits: z.array(knowledgeHitSchema).readonly(),
  corrections: z
    .array(z.object({ from: z.string(), to: z.string() }))
    .readonly()
    .describe('Words that no page holds, and what was looked for instead.'),
  isPartial: z.boolean().describe('More passages match than were ranked.'),
  isEmpty: z.boolean().describe('There is no page at all: nothing has been connected or written yet.'),
});

export type KnowledgeAnswer = z.infer<typeof knowledgeAnswerSchema>;
