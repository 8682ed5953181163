import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { readsStripe } from '../../../rereads.ts';
import { factPolicy } from '../../../facts/fact.ts';

/** Follows a dispute until the bank has decided. */
export const disputes = defineWorkflow({
  name: 'disputes',
  description:
    'A payment that is disputed: evidence in time, a page with what is known, until it is decided.',
  begins: ['dispute.open', 'disputes.sweep'],
  rereads: [{ system: 'stripe', objectType: 'dispute', by: readsStripe }],
  settings: z.strictObject({
    dueDaysBefore: z
      .int()
      .min(0)
      .max(30)
      .default(3)
      .describe('How many days before the bank wants the evidence the owner is to have sent it.'),
    escalateDaysBefore: z
      .int()
      .min(0)
      .max(30)
      .default(2)
      .describe('How many days before that somebody else is asked as well, where no evidence was sent.'),
    escalateTo: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('The HubSpot owner who is asked then; the default owner of the company where not set.'),
  }),
});

const dispute = { connectionId: idSchema, disputeId: z.string().min(1) };

export const disputeMessages = {
  'dispute.open': {
    ...factPolicy,
    description: 'A payment is disputed, or its evidence is with the bank now.',
    payload: z.strictObject(dispute),
  },
  'dispute.decided': {
    ...factPolicy,
    description: 'The bank has decided about a dispute.',
    payload: z.strictObject({ ...dispute, outcome: z.string().min(1) }),
  },
} as const;

export const disputeTasks = {
  'disputes.sweep': {
    description: 'Finds disputes whose evidence is due within days.',
    schedule: { cron: '20 5 * * *', timeZone: 'UTC' },
    payload: z.strictObject({ today: z.iso.date().optional() }),
    result: z.object({ due: z.int() }),
  },
  'dispute.escalate': {
    description: 'Asks somebody else for the evidence that is due.',
    payload: z.strictObject({ ...dispute, today: z.iso.date() }),
    result: z.object({ escalated: z.boolean() }),
  },
} as const;
