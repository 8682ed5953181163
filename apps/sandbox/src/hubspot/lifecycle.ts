/** From the first touch to the fan; HubSpot moves along it forwards only. */
export const lifecycleStages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
] as const;

const rankOf = (stage: string): number => lifecycleStages.findIndex((known) => known === stage);

/**
 * The stage after a write. A step back is dropped without an error; who wants it clears the stage
 * first.
 */
export const nextLifecycleStage = (current: string | undefined, wanted: string): string =>
  current !== undefined && wanted !== '' && rankOf(wanted) < rankOf(current) ? current : wanted;
