import { z } from 'zod';
import type { VendorLimits } from '../call/vendor-limits.ts';

/** What HubSpot sells; of one's own portal it is in the account's settings. */
const hubspotTiers = ['free', 'professional', 'enterprise', 'oauth'] as const;

export type HubSpotTier = (typeof hubspotTiers)[number];

/** Of a connection's settings, what its budget is made from. Figures of its own go before the tier's. */
export const hubspotLimitSettingsSchema = z.object({
  tier: z.enum(hubspotTiers).default('professional'),
  /** The API limit increase: 250 calls in ten seconds, and a million a day more. */
  capacityPacks: z.int().min(0).default(0),
  per10Seconds: z.int().min(1).optional(),
  perDay: z.int().min(1).optional(),
  searchPerSecond: z.int().min(1).optional(),
});

export type HubSpotLimitSettings = z.input<typeof hubspotLimitSettingsSchema>;

const TIERS: Readonly<Record<HubSpotTier, { readonly per10Seconds: number; readonly perDay: number }>> = {
  free: { per10Seconds: 100, perDay: 250_000 },
  professional: { per10Seconds: 190, perDay: 650_000 },
  enterprise: { per10Seconds: 190, perDay: 1_000_000 },
  oauth: { per10Seconds: 110, perDay: 650_000 },
};

const PACK_PER_10_SECONDS = 250;
const PACK_PER_DAY = 1_000_000;
const SEARCH_PER_SECOND = 5;

const REMAINING: Readonly<Record<string, string>> = {
  burst: 'x-hubspot-ratelimit-remaining',
  daily: 'x-hubspot-ratelimit-daily-remaining',
};

const WINDOW_OF_POLICY: Readonly<Record<string, string>> = {
  TEN_SECONDLY_ROLLING: 'burst',
  SECONDLY: 'search',
  DAILY: 'daily',
};

/** A portal's budget: ten seconds and a day for everything, a second for searches, which count apart. */
export const hubspotLimits = (settings: HubSpotLimitSettings = {}): VendorLimits => {
  const parsed = hubspotLimitSettingsSchema.parse(settings);
  const { tier, capacityPacks } = parsed;
  const perDay = TIERS[tier].perDay + capacityPacks * PACK_PER_DAY;
  const per10Seconds = capacityPacks > 0 ? PACK_PER_10_SECONDS : TIERS[tier].per10Seconds;
  return {
    windows: {
      burst: { limit: parsed.per10Seconds ?? per10Seconds, windowMs: 10_000 },
      daily: { limit: parsed.perDay ?? perDay, windowMs: 86_400_000 },
      search: { limit: parsed.searchPerSecond ?? SEARCH_PER_SECOND, windowMs: 1_000 },
    },
    windowsOf: (operation) => (operation.endsWith('.search') ? ['search', 'daily'] : ['burst', 'daily']),
    leftOf: (headers) =>
      Object.fromEntries(
        Object.entries(REMAINING).flatMap(([window, header]) => {
          const text = headers[header];
          const left = text === undefined || text === '' ? Number.NaN : Number(text);
          return Number.isInteger(left) ? [[window, left]] : [];
        }),
      ),
    closedBy: ({ retryAfter, policyName }) =>
      retryAfter === undefined && policyName !== undefined ? (WINDOW_OF_POLICY[policyName] ?? null) : null,
  };
};
