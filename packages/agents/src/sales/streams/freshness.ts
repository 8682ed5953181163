/** Read every quarter of an hour: after three of them something is wrong. */
export const FRESH_WITHIN_MS = 2_700_000;

/** HubSpot's search index lags by seconds to minutes, so each search reaches back behind the last one. */
export const OVERLAP_MS = 300_000;
