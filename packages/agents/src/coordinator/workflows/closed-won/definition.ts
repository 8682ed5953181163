import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

/** From a deal that is won to its billing and onboarding. */
export const closedWon = defineWorkflow({
  name: 'closed-won',
  description:
    'A deal that is won: a Stripe customer, a subscription, an onboarding page and a kick-off task.',
  begins: ['deal.won'],
  settings: z.strictObject({
    approval: z
      .enum(['always', 'above', 'never'])
      .default('always')
      .describe('Whether people are asked before anything is billed.'),
    approveAboveMinor: z
      .int()
      .min(0)
      .default(500_000)
      .describe('With approval=above: from which amount of the deal, in minor units.'),
    approvalDays: z
      .int()
      .min(1)
      .max(90)
      .default(14)
      .describe('After how many days without an answer it is held.'),
    whenSubscribed: z
      .enum(['hold', 'add'])
      .default('hold')
      .describe('What becomes of new business of a payer who has a subscription: held, or a second one.'),
    prices: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .describe("By HubSpot's product id, SKU or name: the id or lookup key of the price at Stripe."),
    lookupKeys: z
      .array(z.string().min(1))
      .default(['{sku}', '{sku}-{currency}-{interval}'])
      .describe('Lookup keys at Stripe that are tried: {sku}, {currency} and {interval} are filled in.'),
    billingLabel: z
      .string()
      .min(1)
      .default('Billing contact')
      .describe('The label at HubSpot of the contact of a deal whom bills go to, where there are several.'),
    daysUntilDue: z.int().min(0).max(365).default(30).describe('How many days a customer has to pay a bill.'),
    kickOffInHours: z
      .int()
      .min(0)
      .max(720)
      .default(48)
      .describe('When the owner is to have called, in working hours then.'),
  }),
});

export const closedWonMessages = {
  'deal.won': {
    ...factPolicy,
    description: 'A deal is closed and won, or changed after that.',
    payload: z.strictObject({ connectionId: idSchema, dealId: z.string().min(1) }),
  },
} as const;
