const DAY_SECONDS = 86_400;

const DAYS = { month: 30, year: 365 } as const;

/** How long one billing period lasts here: months of thirty days. */
export const periodSeconds = (interval: keyof typeof DAYS): number => DAYS[interval] * DAY_SECONDS;
