import { z } from 'zod';
import type { VendorLimits } from '../call/vendor-limits.ts';

/** Of a connection's settings, what its budget is made from. */
export const stripeLimitSettingsSchema = z.object({
  /** A test mode has a quarter of what a live account has. */
  mode: z.enum(['live', 'test']).default('live'),
  perSecond: z.int().min(1).optional(),
  perEndpointSecond: z.int().min(1).optional(),
});

export type StripeLimitSettings = z.input<typeof stripeLimitSettingsSchema>;

const PER_SECOND = { live: 100, test: 25 } as const;
const PER_ENDPOINT = 25;

/** Another request holds the object; the account is not limited by that. */
const LOCK = 'lock_timeout';

/** An account's budget: a second for everything, and one for each endpoint; an operation of ours is one. */
export const stripeLimits = (settings: StripeLimitSettings = {}): VendorLimits => {
  const { mode, perSecond, perEndpointSecond } = stripeLimitSettingsSchema.parse(settings);
  return {
    windows: {
      account: { limit: perSecond ?? PER_SECOND[mode], windowMs: 1_000 },
      endpoint: { limit: perEndpointSecond ?? PER_ENDPOINT, windowMs: 1_000 },
    },
    windowsOf: (operation) => ['account', `endpoint:${operation}`],
    closedBy: ({ vendorCode }) => (vendorCode === LOCK ? undefined : null),
  };
};
