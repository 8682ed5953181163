import { z } from 'zod';
import type { VendorLimits } from '../call/vendor-limits.ts';

const modes = ['live', 'test'] as const;

/** Whether money is real where a key leads. */
export type StripeMode = (typeof modes)[number];

/** Of a connection's settings, what its budget is made from. Figures of its own go before the mode's. */
export const stripeLimitSettingsSchema = z.object({
  /** As the key says, unless said otherwise. */
  mode: z.enum(modes).optional(),
  perSecond: z.int().min(1).optional(),
  perEndpointSecond: z.int().min(1).optional(),
  searchPerSecond: z.int().min(1).optional(),
});

export type StripeLimitSettings = z.input<typeof stripeLimitSettingsSchema>;

/** A sandbox or test mode has a quarter of what a live account has. */
const PER_SECOND: Readonly<Record<StripeMode, number>> = { live: 100, test: 25 };
const PER_ENDPOINT = 25;
const SEARCH_PER_SECOND = 20;

const TEST_KEY = /^(?:sk|rk)_test_/u;

/** The mode of the account that a secret or restricted key opens. */
export const stripeModeOf = (apiKey: string): StripeMode => (TEST_KEY.test(apiKey) ? 'test' : 'live');

/** Another request holds the object; the account is not limited by that. */
const LOCK = 'lock_timeout';

/**
 * An account's budget: a second for everything, and one for each endpoint; an operation of ours is one, but
 * all searches share theirs.
 */
export const stripeLimits = (
  settings: StripeLimitSettings = {},
  keyMode: StripeMode = 'live',
): VendorLimits => {
  const { mode, perSecond, perEndpointSecond, searchPerSecond } = stripeLimitSettingsSchema.parse(settings);
  return {
    windows: {
      account: { limit: perSecond ?? PER_SECOND[mode ?? keyMode], windowMs: 1_000 },
      endpoint: { limit: perEndpointSecond ?? PER_ENDPOINT, windowMs: 1_000 },
      search: { limit: searchPerSecond ?? SEARCH_PER_SECOND, windowMs: 1_000 },
    },
    windowsOf: (operation) => ['account', operation.endsWith('.search') ? 'search' : `endpoint:${operation}`],
    closedBy: ({ vendorCode }) => (vendorCode === LOCK ? undefined : null),
  };
};
