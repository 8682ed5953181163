import { z } from 'zod';

const key = z.string().min(1).max(200).describe('One of each key: asked for again, the same one is found.');
const made = z.object({ id: z.string(), created: z.boolean() });
const priority = 50;

/** What other agents have done at Stripe: each of them one matter, and nothing that charges anybody by itself. */
export const billingDoings = {
  'customer.ensure': {
    description: 'Makes a Stripe customer for somebody at HubSpot, one per key.',
    priority,
    payload: z.strictObject({
      key,
      hubspotCompanyId: z.string().min(1),
      hubspotContactId: z.string().min(1).nullable(),
      email: z.string().min(3),
      name: z.string().min(1).nullable(),
    }),
    result: made,
    pretend: { id: 'dry-run', created: true },
  },
  'subscription.draft': {
    description: 'Subscribes a customer; bills are sent and wait to be paid, no card is charged.',
    priority,
    payload: z.strictObject({
      key,
      customerId: z.string().min(1),
      dealId: z.string().min(1),
      currency: z.string().regex(/^[a-z]{3}$/u),
      daysUntilDue: z.int().min(0).max(365),
      items: z.array(z.strictObject({ priceId: z.string().min(1), quantity: z.int().min(1) })).min(1),
      once: z
        .array(z.strictObject({ description: z.string().max(500), amountMinor: z.int() }))
        .default([])
        .describe('Paid once, on the first bill.'),
    }),
    result: made,
    pretend: { id: 'dry-run', created: true },
  },
  'customer.delete': {
    description: 'Deletes a Stripe customer for good; one that is gone counts as deleted.',
    priority,
    payload: z.strictObject({ customerId: z.string().min(1) }),
    result: z.object({ found: z.boolean() }),
    pretend: { found: true },
  },
} as const;
