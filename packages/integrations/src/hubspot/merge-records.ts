import type { HubSpotRecord } from './property-value.ts';

/**
 * The records of a page whose properties came in parts, whole again. A row that only a later part saw
 * has moved between pages in the meantime and is left to its own page.
 */
export const mergeRecords = (parts: readonly (readonly HubSpotRecord[])[]): readonly HubSpotRecord[] => {
  const [first = [], ...rest] = parts;
  const byId = new Map(first.map((record) => [record.id, record]));
  for (const record of rest.flat()) {
    const known = byId.get(record.id);
    if (known === undefined) continue;
    byId.set(record.id, { ...known, properties: { ...known.properties, ...record.properties } });
  }
  return [...byId.values()];
};
