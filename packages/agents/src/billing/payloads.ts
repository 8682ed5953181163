import { z } from 'zod';
import { momentText } from '../moment-text.ts';

const text = z.string().nullable();

const moment = momentText.transform((date) => date ?? new Date(0));

/** Of a Stripe customer in the mirror, what a customer is made of. */
export const payerPayload = z.object({
  id: z.string(),
  email: text,
  name: text,
  phone: text,
  // Not in what was mirrored before it was asked for.
  country: text.default(null),
  currency: text,
  balanceMinor: z.number(),
  delinquent: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  created: moment,
  deleted: z.literal(false),
});

export type PayerPayload = Readonly<z.output<typeof payerPayload>>;

const discount = z.object({
  id: z.string(),
  couponId: text,
  percentOff: z.number().nullable(),
  amountOffMinor: z.number().nullable(),
  currency: text,
  duration: text,
  end: momentText,
});

const item = z.object({
  id: z.string(),
  priceId: z.string(),
  productId: z.string(),
  quantity: z.number().nullable(),
  unitAmountMinor: z.number().nullable(),
  unitAmountDecimal: text,
  package: z.object({ size: z.number(), round: z.string() }).nullable(),
  currency: z.string(),
  interval: text,
  intervalCount: z.number(),
});

/** Of a subscription in the mirror, what a customer is made of. */
export const subscriptionPayload = z.object({
  id: z.string(),
  customerId: z.string(),
  status: z.string(),
  currency: z.string(),
  items: z.array(item),
  discounts: z.array(discount),
  latestInvoiceId: text,
  created: moment,
});

export type SubscriptionPayload = Readonly<z.output<typeof subscriptionPayload>>;

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
