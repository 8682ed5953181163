import type { Vendor } from '../http/route.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How a vendor goes about a target that does not take what it is sent. */
export interface VendorRules {
  readonly deadlineMs: number;
  /** How many events one request carries at most. */
  readonly perRequest: number;
  /** How long after a failure the next try comes; after the last one the delivery is given up. */
  readonly retryAfterMs: readonly number[];
}

/** HubSpot: ten tries within a day. Stripe: three days. Notion: about a day, as far as it tells. */
export const vendorRules: Readonly<Record<Vendor, VendorRules>> = {
  hubspot: {
    deadlineMs: 5_000,
    perRequest: 100,
    retryAfterMs: [1, 3, 10, 30, 60, 120, 240, 360, 480].map((minutes) => minutes * MINUTE),
  },
  stripe: {
    deadlineMs: 20_000,
    perRequest: 1,
    retryAfterMs: [1 / 60, 5 / 60, 1 / 2, 2, 5, 10, 10, 12, 12, 12].map((hours) => hours * HOUR),
  },
  notion: {
    deadlineMs: 10_000,
    perRequest: 1,
    retryAfterMs: [1, 5, 30, 120, 240, 360, 480].map((minutes) => minutes * MINUTE),
  },
};
