import { defineWorkflow } from '@sherpa/core';
import { z } from 'zod';

/** The night's page with what the day came to. */
export const digest = defineWorkflow({
  name: 'digest',
  description:
    'Each night a page in Notion: revenue, payments, pipeline, open work, and how fresh it all is.',
  begins: ['digest.write'],
  settings: z.strictObject({
    fromHour: z
      .int()
      .min(0)
      .max(23)
      .default(2)
      .describe('From this hour on, in the time zone of company, the day before is told.'),
    dealsListed: z
      .int()
      .min(0)
      .max(100)
      .default(10)
      .describe('How many deals of each kind are named, the largest first.'),
  }),
});

const dayText = z.iso.date();

export const digestTasks = {
  'digest.write': {
    description: 'Writes the page of the day that has just ended; said again, brings it up to date.',
    // Every hour, since nights begin at another time in each zone; one page is written for a day.
    schedule: { cron: '7 * * * *', timeZone: 'UTC' },
    payload: z.strictObject({
      today: dayText
        .optional()
        .describe('The day that is told, which has just ended, whatever the hour; yesterday where absent.'),
    }),
    result: z.object({
      day: dayText,
      written: z.boolean(),
      /** Why it was not. */
      why: z.enum(['not-yet', 'written-before', 'mirror-not-read']).nullable(),
      pageId: z.string().nullable(),
    }),
  },
} as const;
