import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';

/** Sees to it that somebody talks with a customer before a long period ends. */
export const renewals = defineWorkflow({
  name: 'renewals',
  description: 'Before a long period ends: a renewal deal, a task for the owner and a page to prepare with.',
  begins: ['renewals.sweep'],
  settings: z.strictObject({
    daysBefore: z
      .array(z.int().min(1).max(365))
      .min(1)
      .default([60, 30, 7])
      .describe('How many days before the end somebody is reminded.'),
    shortestMonths: z
      .int()
      .min(1)
      .max(60)
      .default(12)
      .describe('Periods of fewer months renew without anybody; 1 follows monthly ones as well.'),
    dueInDays: z
      .int()
      .min(0)
      .max(60)
      .default(5)
      .describe('Days after a reminder until which its task is due.'),
    billedDays: z.int().min(30).max(1_095).default(365).describe('How far back the summary of billing goes.'),
    toPrepare: z
      .array(z.string().min(1))
      .default([
        'Look at the open tickets',
        'Agree on the price of the next period',
        'Talk with the customer',
      ])
      .describe('What the page has to be ticked off.'),
  }),
});

const period = z.iso.date().describe('The day on which the period ends, in the time zone of the company.');

export const renewalTasks = {
  'renewals.sweep': {
    description: 'Finds subscriptions whose period ends soon, and renewals that are settled.',
    schedule: { cron: '10 5 * * *', timeZone: 'UTC' },
    payload: z.strictObject({ today: z.iso.date().optional() }),
    result: z.object({ prepared: z.int(), closed: z.int() }),
  },
  'renewal.prepare': {
    description: 'Makes deal, task and page of a renewal, or brings them up to date.',
    payload: z.strictObject({
      connectionId: idSchema,
      subscriptionId: z.string().min(1),
      period,
      stage: z.int(),
      today: z.iso.date(),
    }),
    result: z.object({ did: z.enum(['prepared', 'held', 'not due']) }),
  },
  'renewal.close': {
    description: 'Ends a renewal that is settled.',
    payload: z.strictObject({ key: z.string().min(1), outcome: z.string().min(1) }),
    result: z.object({ closed: z.boolean() }),
  },
} as const;
