/** Read every quarter of an hour: after three of them something is wrong. */
export const FRESH_WITHIN_MS = 2_700_000;

/** Events of one second come in any order, and late. */
export const OVERLAP_MS = 60_000;

/** Stripe keeps events for 30 days. */
export const KEPT_MS = 30 * 86_400_000;
