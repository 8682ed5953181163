import type { VendorLimits } from '@sherpa/integrations/call';
import { hubspotLimits } from '@sherpa/integrations/hubspot';
import { stripeLimits } from '@sherpa/integrations/stripe';
import { z } from 'zod';

/** Whose limits are tried: Stripe's seconds, or HubSpot's ten seconds and its searches. */
export const planNames = ['stripe', 'hubspot'] as const;

export type PlanName = (typeof planNames)[number];

/** The figures of a run; the sandbox is told the same ones. */
export const figuresSchema = z.object({
  plan: z.enum(planNames),
  /** Stripe's calls a second, HubSpot's in ten seconds. */
  limit: z.int(),
  /** How long a call may be on its way; default what production takes. */
  skewMs: z.int().optional(),
});

export type Figures = z.output<typeof figuresSchema>;

/** One of the windows that a run is measured by. */
export interface MeasuredWindow {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Which of the sandbox's routes count in it. */
  readonly counts: (route: string) => boolean;
}

const STRIPE_ENDPOINT = 25;
const HUBSPOT_SEARCH = 5;

const isSearch = (route: string): boolean => route.endsWith('/search');

export const measuredWindows = ({ plan, limit }: Figures): readonly MeasuredWindow[] =>
  plan === 'stripe'
    ? [{ name: 'account', limit, windowMs: 1_000, counts: () => true }]
    : [
        { name: 'burst', limit, windowMs: 10_000, counts: (route) => !isSearch(route) },
        { name: 'search', limit: HUBSPOT_SEARCH, windowMs: 1_000, counts: isSearch },
      ];

const withSkew = (limits: VendorLimits, skewMs: number | undefined): VendorLimits => ({
  ...limits,
  windows: Object.fromEntries(
    Object.entries(limits.windows).map(([name, window]) => [
      name,
      { ...window, ...(skewMs === undefined ? {} : { skewMs }) },
    ]),
  ),
});

/** What the workers take from. */
export const limitsOf = ({ plan, limit, skewMs }: Figures): VendorLimits =>
  plan === 'stripe'
    ? withSkew(stripeLimits({ perSecond: limit, perEndpointSecond: STRIPE_ENDPOINT }), skewMs)
    : withSkew(hubspotLimits({ per10Seconds: limit, searchPerSecond: HUBSPOT_SEARCH }), skewMs);
