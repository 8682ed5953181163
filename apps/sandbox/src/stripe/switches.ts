import { z } from 'zod';

/** What can be turned to make the account behave as seldom as Stripe does. */
export interface StripeSwitches {
  /** Writes that are yet to fail with Stripe's own 500, before anything is done. Their keys remember it. */
  brokenWrites: number;
  /** Events of these types are written in the shapes of an older version. */
  oldEvents: { readonly version: string; readonly types: readonly string[] } | null;
  /** Events of these types count as not delivered. */
  failDeliveries: readonly string[];
  /** What becomes of a subscription when no retry is left. */
  afterRetries: 'cancel' | 'unpaid' | 'past_due';
}

export const switchesSchema = z
  .strictObject({
    brokenWrites: z.int().min(0),
    oldEvents: z
      .strictObject({ version: z.string().default('2022-11-15'), types: z.array(z.string()).default(['*']) })
      .nullable(),
    failDeliveries: z.array(z.string()),
    afterRetries: z.enum(['cancel', 'unpaid', 'past_due']),
  })
  .partial();

export const makeSwitches = (): StripeSwitches => ({
  brokenWrites: 0,
  oldEvents: null,
  failDeliveries: [],
  afterRetries: 'cancel',
});
