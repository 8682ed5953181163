import { z } from 'zod';

const maximum = z.int().min(0).nullable();

const notionChangesSchema = z
  .strictObject({
    /** On average. */
    perSecond: maximum,
    /** Requests that may be saved up for a burst. */
    burst: z.int().min(1),
    searchLagMs: z.int().min(0),
    /** How long a page made from a template stays blank. */
    templateMs: z.int().min(0),
    /** How long a write holds its page; another one meanwhile is a conflict. */
    writeMs: z.int().min(0),
    /** Where a query of a data source ends as if there were no more. */
    queryRows: z.int().min(1),
    /** A page of a query with more rows than that ends with 504. */
    slowQueryRows: maximum,
    /** Where a page's Markdown is cut. */
    markdownBlocks: z.int().min(1),
  })
  .partial();

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
  notion: notionChangesSchema.optional(),
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
  readonly notion: {
    perSecond: number | null;
    burst: number;
    searchLagMs: number;
    templateMs: number;
    writeMs: number;
    queryRows: number;
    slowQueryRows: number | null;
    markdownBlocks: number;
  };
}

/** The vendors' own figures: a HubSpot private app of the Professional tier, a live Stripe account, a Notion connection. */
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
  notion: {
    perSecond: 3,
    burst: 30,
    searchLagMs: 30_000,
    templateMs: 3_000,
    writeMs: 5,
    queryRows: 10_000,
    slowQueryRows: null,
    markdownBlocks: 1_000,
  },
});
