import type { Actor } from './change.ts';
import type { HubSpot } from './hubspot.ts';
import type { ObjectStore } from './object-store.ts';
import { isLive, type CrmRecord } from './record.ts';
import { tell, tellValues } from './tell-changes.ts';

type Values = ReadonlyMap<string, string>;

const NOTHING: Values = new Map();

/** Makes a record and tells of it, and of each of its values. */
export const addRecord = (hubspot: HubSpot, store: ObjectStore, values: Values, actor: Actor): CrmRecord => {
  const { type } = store;
  const record = store.create(values);
  tell(hubspot, { type, event: 'creation', actor }, { objectId: Number(record.id) });
  const after = record.version.values;
  tellValues(hubspot, { type, id: record.id, actor }, { before: NOTHING, after });
  return record;
};

/** Changes a record and tells of each value that is another one now. */
export const changeRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  { values, actor }: { readonly values: Values; readonly actor: Actor },
): void => {
  const before = record.version.values;
  store.update(record, values);
  const after = record.version.values;
  tellValues(hubspot, { type: store.type, id: record.id, actor }, { before, after });
};

/** Archiving what is archived already is no error and no news. */
export const archiveRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  actor: Actor,
): void => {
  if (!isLive(record)) return;
  store.archive(record);
  tell(hubspot, { type: store.type, event: 'deletion', actor }, { objectId: Number(record.id) });
};

/** Brings an archived record back and tells of it. */
export const restoreRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  actor: Actor,
): void => {
  store.restore(record);
  tell(hubspot, { type: store.type, event: 'restore', actor }, { objectId: Number(record.id) });
};
