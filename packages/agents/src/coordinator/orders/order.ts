import { z } from 'zod';

const rhythm = z.object({ interval: z.enum(['week', 'month', 'year']), count: z.int() });

const line = z.object({
  id: z.string(),
  name: z.string(),
  sku: z.string().nullable(),
  productId: z.string().nullable(),
  quantity: z.int(),
  /** In minor units of the order's currency. */
  unitMinor: z.int(),
  /** Null for what is paid once. */
  rhythm: rhythm.nullable(),
});

const order = z.object({
  dealId: z.string(),
  dealName: z.string(),
  /** By HubSpot's type of deal: more for somebody who is a customer already. */
  isExisting: z.boolean(),
  currency: z.string(),
  amountMinor: z.int(),
  ownerId: z.string().nullable(),
  wonAt: z.string(),
  company: z.object({ id: z.string(), name: z.string(), domain: z.string().nullable() }),
  contact: z.object({ id: z.string(), email: z.string(), name: z.string().nullable() }),
  lines: z.array(line),
});

const billing = z.object({
  items: z.array(z.object({ priceId: z.string(), quantity: z.int() })),
  /** Paid once. */
  once: z.array(z.object({ description: z.string(), amountMinor: z.int() })),
  seats: z.int(),
});

const plan = z.object({
  order,
  billing,
  /** Found by identity; null where one is to be made. */
  customerId: z.string().nullable(),
  /** Made of this deal before; null where one is to be made. */
  subscriptionId: z.string().nullable(),
  /** The subscription that a renewal goes on with; nothing is made then. */
  renewedId: z.string().nullable(),
});

const problem = z.object({ problem: z.string() });

/** How often something is paid, in Stripe's words. */
export type Rhythm = z.output<typeof rhythm>;
/** One line of what was sold. */
export type OrderLine = z.output<typeof line>;
/** What was sold to whom, as a deal that is won says it. */
export type Order = z.output<typeof order>;
/** What a bill of the order is made of. */
export type Billing = z.output<typeof billing>;
/** What is to be done about a deal that is won. */
export type Plan = z.output<typeof plan>;
/** Why something cannot go on without people. */
export type Problem = z.output<typeof problem>;
