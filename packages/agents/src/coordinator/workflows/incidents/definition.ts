import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

/** From tickets that cannot wait to an incident, and to what was learned of it. */
export const incidents = defineWorkflow({
  name: 'incidents',
  description:
    'Urgent or many tickets of an account: an incident page, its owner told, a post-mortem at the end.',
  begins: ['ticket.opened'],
  settings: z.strictObject({
    priorities: z
      .array(z.string().min(1))
      .default(['HIGH', 'URGENT'])
      .describe("HubSpot's priorities of which one ticket makes an incident."),
    tickets: z.int().min(2).default(3).describe('How many tickets of one account make an incident.'),
    withinHours: z.int().min(1).max(720).default(24).describe('Within how many hours these are opened.'),
    tiers: z
      .array(z.strictObject({ name: z.string().min(1), fromMinor: z.int().min(0) }))
      .default([
        { name: 'Enterprise', fromMinor: 200_000 },
        { name: 'Business', fromMinor: 50_000 },
        { name: 'Standard', fromMinor: 1 },
        { name: 'Free', fromMinor: 0 },
      ])
      .describe("By the account's monthly revenue in minor units: what the page says of it."),
    dueInHours: z
      .int()
      .min(0)
      .max(720)
      .default(2)
      .describe('When the owner is to have called, in working hours then.'),
    postMortem: z.boolean().default(true).describe('Whether a page for what was learned is made at the end.'),
  }),
});

const ticket = {
  connectionId: idSchema,
  ticketId: z.string().min(1),
  /** `company:1`, or `contact:1` of somebody without a company. */
  account: z.string().min(1),
};

export const incidentMessages = {
  'ticket.opened': {
    ...factPolicy,
    description: 'A ticket was opened, or is more urgent than before.',
    payload: z.strictObject({ ...ticket, openedAt: z.iso.datetime() }),
  },
  'ticket.closed': {
    ...factPolicy,
    description: 'A ticket is closed.',
    payload: z.strictObject(ticket),
  },
} as const;
