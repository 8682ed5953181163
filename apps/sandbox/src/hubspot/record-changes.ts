import type { Actor } from './change.ts';
import type { HubSpot } from './hubspot.ts';
import type { ObjectStore } from './object-store.ts';
import { isLive, type CrmRecord } from './record.ts';
import { tell, tellValues } from './tell-changes.ts';

type Values = ReadonlyMap<string, string>;

const NOTHING: Values = new Map();

/** Makes a record and tells of it, and of each of its values. */
export const addRecord = (hubspot: HubSpot, store: ObjectStore, values: Values, actor: Actor): CrmRecord => {
  const record = store.create(values);
  tell(hubspot, store.type, 'creation', actor, { objectId: Number(record.id) });
  const after = record.version.values;
  tellValues(hubspot, store.type, record.id, actor, { before: NOTHING, after });
  return record;
};

export const changeRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  values: Values,
  actor: Actor,
): void => {
  const before = record.version.values;
  store.update(record, values);
  tellValues(hubspot, store.type, record.id, actor, { before, after: record.version.values });
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
  tell(hubspot, store.type, 'deletion', actor, { objectId: Number(record.id) });
};

export const restoreRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  actor: Actor,
): void => {
  store.restore(record);
  tell(hubspot, store.type, 'restore', actor, { objectId: Number(record.id) });
};
