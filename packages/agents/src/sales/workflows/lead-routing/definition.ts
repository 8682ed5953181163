import { defineWorkflow } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

const owner = z.string().min(1);

/** Gives a new contact its company, its owner and somebody's time. */
export const leadRouting = defineWorkflow({
  name: 'lead-routing',
  description:
    'A new contact: known or not, tied to its company, given an owner and a task in working hours.',
  begins: ['lead.new'],
  settings: z.strictObject({
    slaHours: z
      .int()
      .min(0)
      .max(200)
      .default(8)
      .describe('Within so many working hours the owner is to have answered.'),
    territories: z
      .array(
        z.strictObject({
          countries: z.array(z.string().regex(/^[A-Z]{2}$/u)).min(1),
          owners: z.array(owner).min(1),
        }),
      )
      .default([])
      .describe('HubSpot owners by country, two letters; of several each gets a share.'),
    owners: z
      .array(owner)
      .default([])
      .describe(
        'HubSpot owners of leads from anywhere else, each a share; the default owner of the company where empty.',
      ),
    checkDuplicates: z
      .boolean()
      .default(true)
      .describe('Whether a contact that may be somebody else is held until people have said.'),
  }),
});

export const leadMessages = {
  'lead.new': {
    ...factPolicy,
    description: 'A contact is new at HubSpot.',
    payload: z.strictObject({ contactId: z.string().min(1) }),
  },
} as const;

export const leadTasks = {
  'leads.sweep': {
    description: 'Ends what leads were routed for when their owners have done it.',
    schedule: { cron: '40 5 * * *', timeZone: 'UTC' },
    payload: z.strictObject({}),
    result: z.object({ answered: z.int(), waiting: z.int() }),
  },
} as const;
