import { isLive, type CrmRecord } from '../hubspot/record.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import type { Random } from '../random.ts';

const TRIES = 20;

/** Some record that is alive; nothing if hardly any is. */
export const someLive = (random: Random, store: ObjectStore): CrmRecord | undefined => {
  for (let tries = 0; tries < TRIES && store.records.length > 0; tries += 1) {
    const record = random.pick(store.records);
    if (isLive(record)) return record;
  }
  return undefined;
};

/** Some record of those in mind; the ones that are gone by now are forgotten on the way. */
export const takeLive = (random: Random, from: CrmRecord[]): CrmRecord | undefined => {
  while (from.length > 0) {
    const index = random.int(0, from.length - 1);
    const record = from[index];
    const last = from.pop();
    if (last !== undefined && index < from.length) from[index] = last;
    if (record !== undefined && isLive(record)) return record;
  }
  return undefined;
};
