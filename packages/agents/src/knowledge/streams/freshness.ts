/** Read every quarter of an hour: after three of them something is wrong. */
export const FRESH_WITHIN_MS = 2_700_000;

/**
 * Notion floors times to the minute, and its search is behind. So a sync reaches back behind the last complete
 * minute of the one before, by more than clocks are apart.
 */
export const OVERLAP_MS = 300_000;

/** How far Notion's clock may be from ours before a minute is taken for complete too early. */
export const SKEW_MS = 30_000;
