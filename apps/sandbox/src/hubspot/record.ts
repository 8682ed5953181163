import type { ObjectType } from './object-types.ts';

/** What a record was from a moment on. A write makes a new one. */
export interface Version {
  /** When it was written, which a search index learns later. */
  readonly sinceMs: number;
  /** The modified date; archiving does not touch it. */
  readonly modifiedMs: number;
  readonly archivedAtMs: number | null;
  readonly values: ReadonlyMap<string, string>;
}

export interface CrmRecord {
  readonly id: string;
  readonly createdAtMs: number;
  version: Version;
  /** Earlier versions that a lagging search index may still show, oldest first. */
  earlier: Version[];
}

const toIso = (ms: number): string => new Date(ms).toISOString();

/** A property's value in one version; dates and the id are the record's own. */
export const valueOf = (
  type: ObjectType,
  record: CrmRecord,
  version: Version,
  property: string,
): string | null => {
  switch (property) {
    case 'hs_object_id':
      return record.id;
    case type.createdProperty:
      return toIso(record.createdAtMs);
    case type.modifiedProperty:
      return toIso(version.modifiedMs);
    default:
      return version.values.get(property) ?? null;
  }
};

/** What a search index that is `lagMs` behind knows of a record; nothing if the record is too new. */
export const indexedVersion = (record: CrmRecord, nowMs: number, lagMs: number): Version | undefined =>
  [...record.earlier, record.version].findLast((version) => version.sinceMs <= nowMs - lagMs);
