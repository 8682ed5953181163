import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { readsStripe } from '../../../rereads.ts';
import { factPolicy } from '../../../facts/fact.ts';

/** Tries to keep who gives notice, and sees off who leaves. */
export const cancellations = defineWorkflow({
  name: 'cancellations',
  description:
    'Notice given: a task to keep the customer while there is time; gone: a checklist to see them off.',
  begins: ['subscription.leaving'],
  rereads: [{ system: 'stripe', objectType: 'subscription', by: readsStripe }],
  settings: z.strictObject({
    dueInHours: z
      .int()
      .min(0)
      .max(720)
      .default(24)
      .describe('When the owner is to have called whoever gave notice.'),
    highFromMinor: z
      .int()
      .min(0)
      .default(100_000)
      .describe('From this monthly revenue in minor units the task is of high priority.'),
    exitDueInDays: z.int().min(0).max(90).default(7).describe('Days in which the checklist is to be done.'),
    checklist: z
      .array(z.string().min(1))
      .default([
        'Ask why they left, and write it down',
        'Close what they have access to',
        'Export or erase their data as agreed',
        'Settle open invoices and credits',
        'Take them off newsletters and sequences',
      ])
      .describe('What the page of somebody who left has to be ticked off. None: nobody is seen off.'),
    lifecycleStage: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'The HubSpot lifecycle stage of somebody who left, by its internal name; people own it, so none.',
      ),
  }),
});

const subscription = z.strictObject({ connectionId: idSchema, subscriptionId: z.string().min(1) });

export const cancellationMessages = {
  'subscription.leaving': {
    ...factPolicy,
    description: 'A subscription is set to end with its period.',
    payload: subscription,
  },
  'subscription.kept': {
    ...factPolicy,
    description: 'A subscription that was about to end, or a customer who had left, goes on.',
    payload: subscription,
  },
  'subscription.ended': {
    ...factPolicy,
    description: 'A subscription has ended.',
    payload: subscription,
  },
} as const;

export const cancellationTasks = {
  'exits.sweep': {
    description: 'Ends the cases of those who left and whose checklist is marked as done in Notion.',
    schedule: { cron: '25 5 * * *', timeZone: 'UTC' },
    payload: z.strictObject({ today: z.iso.date().optional() }),
    result: z.object({ closed: z.int() }),
  },
} as const;
