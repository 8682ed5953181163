import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { readsStripe } from '../../../rereads.ts';
import { factPolicy } from '../../../facts/fact.ts';

/** Follows a failed payment until it is paid, given up or taken back. */
export const dunning = defineWorkflow({
  name: 'dunning',
  description: 'A payment that failed: a task for the owner and a page, until it is paid or given up.',
  begins: ['invoice.failing'],
  rereads: [{ system: 'stripe', objectType: 'invoice', statuses: ['open'], by: readsStripe }],
  settings: z.strictObject({
    dueInHours: z
      .int()
      .min(0)
      .max(720)
      .default(24)
      .describe('When the owner is to have called, in working hours then.'),
    highFromMinor: z
      .int()
      .min(0)
      .default(100_000)
      .describe('From this open amount in minor units the task is of high priority.'),
    hardDeclines: z
      .array(z.string())
      .default(['expired_card', 'lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'invalid_account'])
      .describe('What the bank says where trying the same card again does not help.'),
  }),
});

const invoice = { connectionId: idSchema, invoiceId: z.string().min(1) };

export const dunningMessages = {
  'invoice.failing': {
    ...factPolicy,
    description: 'A payment of an invoice failed, or an invoice that was sent is overdue.',
    payload: z.strictObject(invoice),
  },
  'invoice.settled': {
    ...factPolicy,
    description: 'An invoice that was open is paid, void or given up.',
    payload: z.strictObject({ ...invoice, outcome: z.enum(['paid', 'void', 'uncollectible']) }),
  },
} as const;
