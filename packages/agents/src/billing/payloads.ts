import { z } from 'zod';
import { momentText } from '../moment-text.ts';

const text = z.string().nullable();

const moment = momentText.transform((date) => date ?? new Date(0));

/** A Stripe customer in the mirror. */
export const payerPayload = z.object({
  id: z.string(),
  email: text,
  name: text,
  phone: text,
  currency: text,
  balanceMinor: z.number(),
  delinquent: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  created: moment,
  deleted: z.literal(false),
});

/** A subscription in the mirror. */
export const subscriptionPayload = z.object({
  id: z.string(),
  customerId: z.string(),
  status: z.string(),
  items: z.array(
    z.object({
      priceId: z.string(),
      quantity: z.number().nullable(),
      unitAmountMinor: z.number().nullable(),
      currency: z.string(),
      interval: text,
      intervalCount: z.number(),
    }),
  ),
  currentPeriodEnd: momentText,
  cancelAtPeriodEnd: z.boolean(),
  latestInvoiceId: text,
  created: moment,
});

/** Of an invoice in the mirror, what a customer is made of. */
export const invoicePayload = z.object({
  id: z.string(),
  customerId: text,
  status: text,
  currency: z.string(),
  amountRemainingMinor: z.number(),
  created: moment,
});

export type InvoicePayload = Readonly<z.output<typeof invoicePayload>>;
