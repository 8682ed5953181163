import { defineWorkflow } from '@sherpa/core';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** What Stripe says of an account, as properties of ours at HubSpot. */
export const paymentMirror = defineWorkflow({
  name: 'payment-mirror',
  description:
    'Billing health, subscription, monthly revenue and renewal at the HubSpot company, from Stripe.',
  begins: ['payments.sweep'],
  settings: z.strictObject({
    windowSeconds: z
      .int()
      .min(0)
      .max(3_600)
      .default(10)
      .describe('Changes are gathered for that long; a burst of them is one write.'),
    severalCurrencies: z
      .enum(['hold', 'company'])
      .default('hold')
      .describe(
        'Where revenue comes in several currencies: `hold` writes none and leaves it to people, `company` writes the part in the currency of the company.',
      ),
  }),
});

export const paymentMirrorTasks = {
  'payments.mirror': {
    description: 'Writes to HubSpot what has changed of who pays there.',
    priority: 150,
    payload: z.strictObject({}),
    result: z.object({ payers: z.int(), written: z.int(), refused: z.int() }),
  },
  'payments.sweep': {
    description: 'Looks again at whoever belongs to another account or contact by now.',
    schedule: { cron: '50 4 * * *', timeZone: 'UTC' },
    payload: z.strictObject({
      sinceMs: z
        .int()
        .min(0)
        .default(2 * DAY_MS)
        .describe('How far back.'),
    }),
    result: z.object({ payers: z.int() }),
  },
} as const;
