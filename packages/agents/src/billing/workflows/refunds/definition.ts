import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';
import { factPolicy } from '../../../facts/fact.ts';

const GIVEN_UP: ReadonlySet<string> = new Set(['failed', 'canceled']);

/** True for the status of a refund that has not arrived and will not. */
export const isGivenUp = (status: string | null): boolean => status !== null && GIVEN_UP.has(status);

/** Gives money back, where the rules allow it and somebody has said yes. */
export const refunds = defineWorkflow({
  name: 'refunds',
  description: 'A refund that a ticket or a script asks for: checked, approved, made once and noted.',
  begins: ['ticket.asks'],
  settings: z.strictObject({
    words: z
      .array(z.string().min(1))
      .default(['refund', 'money back', 'erstattung', 'geld zurück', 'remboursement'])
      .describe('A ticket with one of them in its subject asks for a refund.'),
    categories: z
      .array(z.string().min(1))
      .default([])
      .describe('So does one of these categories, by their ids.'),
    pipelines: z
      .array(z.string().min(1))
      .default([])
      .describe('So does one in these pipelines, by their ids.'),
    approvalFromMinor: z
      .int()
      .min(0)
      .default(5_000)
      .describe('Refunds of this amount in minor units or more need a yes; 0 asks for every one.'),
    maxAgeDays: z.int().min(1).max(3_650).default(90).describe('Older payments are not given back.'),
    monthlyCapMinor: z
      .int()
      .min(0)
      .default(200_000)
      .describe('What a customer may get back within 30 days, in minor units of the currency.'),
    unclearWithinHours: z
      .int()
      .min(0)
      .default(24)
      .describe('Two payments within so many hours: which one a ticket means people have to say.'),
    expiresInDays: z
      .int()
      .min(1)
      .max(90)
      .default(7)
      .describe('After so many days without an answer it is refused.'),
  }),
});

export const refundMessages = {
  'ticket.asks': {
    ...factPolicy,
    description: 'A ticket came in, or its subject was changed; it may ask for a refund.',
    payload: z.strictObject({
      ticketId: z.string().min(1),
      askedAt: z.iso.datetime().optional().describe('When it said so; when it was made, where not given.'),
    }),
  },
  'refund.failed': {
    ...factPolicy,
    description: 'A refund that was made here has failed, maybe days later.',
    payload: z.strictObject({
      connectionId: idSchema,
      refundId: z.string().min(1),
      caseKey: z.string().min(1),
    }),
  },
} as const;

export const refundTasks = {
  'refund.request': {
    description: 'Gives a payment back, or a part of it, if the rules and people allow it.',
    payload: z.strictObject({
      chargeId: z.string().min(1),
      amountMinor: z.int().min(1).optional().describe('All that is left of the payment where not given.'),
      reason: z.string().min(1).max(500),
      ticketId: z.string().min(1).optional(),
      askedAt: z.iso.datetime().optional().describe('Now, where not given.'),
    }),
    result: z.object({ outcome: z.string(), refundId: z.string().nullable() }),
  },
} as const;
