/** HubSpot takes this many inputs in a batch of objects. */
export const BATCH_INPUTS = 100;

/** The items in parts of at most that many. */
export const inParts = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
