import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

/** Who is who, asked of people in Notion. */
export const identityReview = defineWorkflow({
  name: 'identity-review',
  description: 'What nobody knows of who is who: a page in Notion to answer, until it is decided.',
  begins: ['identity.review'],
  settings: z.strictObject({
    newPagesAnHour: z
      .int()
      .min(0)
      .max(100)
      .default(20)
      .describe('How many questions are put to people in an hour at most; the oldest first.'),
    asksOfPayers: z
      .boolean()
      .default(true)
      .describe('Also asks who a paying Stripe customer is that belongs to nobody at HubSpot.'),
  }),
});

export const identityTasks = {
  'identity.review': {
    description: 'Puts open questions of who is who to people in Notion, and ends those that are decided.',
    schedule: { everyMs: 3_600_000 },
    payload: z.strictObject({}),
    result: z.object({ asked: z.int(), closed: z.int() }),
  },
} as const;

export const identityMessages = {
  'identity.answered': {
    ...factPolicy,
    description: 'Somebody has written an answer into a page of an identity question.',
    payload: z.strictObject({
      connectionId: idSchema,
      pageId: z.string().min(1),
      /** Of the case. */
      key: z.string().min(1),
    }),
  },
} as const;
