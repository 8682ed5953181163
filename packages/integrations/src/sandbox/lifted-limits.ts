/** For what is not about limits, where days are to go by in seconds: a sandbox without them, as its control takes it. */
export const LIMITS_LIFTED = {
  hubspot: { per10Seconds: null, perDay: null, searchLagMs: 0 },
  stripe: { perSecond: null },
  notion: { perSecond: null },
};

/** Settings of connections to such a sandbox: our own budgets keep to the vendors' limits. */
export const BUDGETS_WITHOUT_LIMITS = {
  hubspot: { per10Seconds: 100_000, searchPerSecond: 1_000 },
  stripe: { perSecond: 10_000 },
  notion: { perSecond: 1_000 },
} as const;
