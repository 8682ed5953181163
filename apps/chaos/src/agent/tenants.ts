/** Two, so that neither has the engine to itself. */
export const tenantSlugs = ['default', 'other'] as const;
