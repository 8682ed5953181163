import { defineWorkflow } from '@sherpa/core';
import { z } from 'zod';

/** What is wrong in the data, once a week. */
export const hygiene = defineWorkflow({
  name: 'hygiene',
  description: 'Each week a page in Notion with what is wrong in the data; mends only what a setting allows.',
  begins: ['hygiene.patrol'],
  settings: z.strictObject({
    listed: z
      .int()
      .min(0)
      .max(200)
      .default(20)
      .describe('How many records of each kind are named, with links.'),
    reassignsContacts: z
      .boolean()
      .default(false)
      .describe(
        "Gives contacts of deactivated owners to company's defaultOwnerId; off unless you turn it on.",
      ),
    reassignsAtMost: z
      .int()
      .min(1)
      .max(10_000)
      .default(500)
      .describe('How many contacts a week are given to another owner at most.'),
  }),
});

export const hygieneTasks = {
  'hygiene.patrol': {
    description: 'Looks for what is wrong in the data and writes the page of the week.',
    schedule: { cron: '23 5 * * 1', timeZone: 'UTC' },
    payload: z.strictObject({
      today: z.iso.date().optional().describe('The day of the page; today where absent.'),
    }),
    result: z.object({
      day: z.iso.date(),
      /** Records, by what is wrong with them. */
      found: z.record(z.string(), z.int()),
      reassigned: z.int(),
      pageId: z.string().nullable(),
    }),
  },
} as const;
