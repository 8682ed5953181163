import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

/** Deletes a person at every vendor and here, for good. */
export const privacy = defineWorkflow({
  name: 'privacy',
  description:
    'A person who is to be deleted: Stripe, HubSpot, Notion, then everything here, with a signed record.',
  settings: z.strictObject({
    approveVendorErasures: z
      .boolean()
      .default(true)
      .describe('Whether people are asked also where somebody has erased the contact at HubSpot.'),
    approvalDays: z
      .int()
      .min(1)
      .max(90)
      .default(14)
      .describe('After how many days without an answer it is held.'),
  }),
});

const wish = {
  customerId: idSchema.optional().describe('The customer that we made of them.'),
  email: z.email().optional(),
  requestedBy: z.string().min(1).max(200).describe('Who wants it; only a hash of it is kept.'),
  ticketId: z.string().min(1).optional().describe('The ticket at HubSpot that is told.'),
};

const counts = z.record(z.string(), z.int());

export const privacyTasks = {
  'privacy.execute': {
    description:
      'Deletes a person at Stripe, HubSpot and Notion after people have said yes, then everywhere here.',
    payload: z
      .strictObject(wish)
      .refine(({ customerId, email }) => (customerId === undefined) !== (email === undefined), {
        message: 'name either customerId or email',
      }),
    result: z.object({
      outcome: z.enum(['purged', 'held', 'refused', 'in-hand', 'nothing']),
      /** Of how many objects the person was, by vendor. */
      objects: counts,
    }),
  },
  'privacy.forget': {
    description: 'Forgets a person here, signs a record of it and closes the case.',
    payload: z.strictObject({
      request: z.string().min(1),
      /** Who asked for it says whom and why; that task forgets it as well. */
      askedIn: idSchema,
      origin: z.enum(['request', 'hubspot']),
      ticketId: z.string().nullable(),
      nodes: z.array(z.string().min(1)),
      objects: counts,
    }),
    result: z.object({ rows: z.int() }),
    pretend: { rows: 0 },
  },
  'privacy.verify': {
    description: 'Checks the chain of signed records of deletions.',
    payload: z.strictObject({}),
    result: z.object({ records: z.int(), isIntact: z.boolean() }),
  },
} as const;

export const privacyMessages = {
  'contact.erased': {
    ...factPolicy,
    description: 'Somebody has erased a contact at HubSpot, as privacy law asks for.',
    payload: z.strictObject({ contactId: z.string().min(1) }),
  },
} as const;
