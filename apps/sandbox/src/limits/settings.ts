import { z } from 'zod';

const maximum = z.int().min(0).nullable();

/** What POST /_sandbox/limits may change; null switches a limit off. */
export const limitChangesSchema = z.strictObject({
  hubspot: z
    .strictObject({
      per10Seconds: maximum,
      searchPerSecond: maximum,
      perDay: maximum,
      /** How long a change takes to be seen by search. */
      searchLagMs: z.int().min(0),
      /** Whether a 429 says when to come back; HubSpot does not always. */
      tellsRetryAfter: z.boolean(),
    })
    .partial()
    .optional(),
  stripe: z
    .strictObject({
      perSecond: maximum,
      perEndpointPerSecond: maximum,
      searchPerSecond: maximum,
      /** How long a change takes to be seen by search. */
      searchLagMs: z.int().min(0),
      /** How long a write holds what it writes. */
      lockMs: z.int().min(0),
    })
    .partial()
    .optional(),
});

export interface Limits {
  readonly hubspot: {
    per10Seconds: number | null;
    searchPerSecond: number | null;
    perDay: number | null;
    searchLagMs: number;
    tellsRetryAfter: boolean;
  };
  readonly stripe: {
    perSecond: number | null;
    perEndpointPerSecond: number | null;
    searchPerSecond: number | null;
    searchLagMs: number;
    lockMs: number;
  };
}

/** The vendors' own figures: a HubSpot private app of the Professional tier, a live Stripe account. */
export const vendorLimits = (): Limits => ({
  hubspot: {
    per10Seconds: 190,
    searchPerSecond: 5,
    perDay: 650_000,
    searchLagMs: 5_000,
    tellsRetryAfter: false,
  },
  stripe: {
    perSecond: 100,
    perEndpointPerSecond: 25,
    searchPerSecond: 20,
    searchLagMs: 60_000,
    lockMs: 5,
  },
});
