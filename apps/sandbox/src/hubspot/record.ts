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

/** Why a record will never come back: it went up in another one, or was erased. */
export type Ending = { readonly kind: 'merged'; readonly intoId: string } | { readonly kind: 'purged' };

export interface CrmRecord {
  readonly id: string;
  readonly createdAtMs: number;
  version: Version;
  /** Earlier versions that a lagging search index may still show, oldest first. */
  earlier: readonly Version[];
  /** What has ended is archived too, and is never listed again. */
  ending: Ending | null;
}

const RESTORABLE_MS = 90 * 86_400_000;

export const isLive = (record: CrmRecord): boolean => record.version.archivedAtMs === null;

/** True while an archived record can be listed and restored: for ninety days. */
export const isArchived = (record: CrmRecord, nowMs: number): boolean => {
  const { archivedAtMs } = record.version;
  return archivedAtMs !== null && record.ending === null && nowMs - archivedAtMs < RESTORABLE_MS;
};

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
export const indexedVersion = (record: CrmRecord, nowMs: number, lagMs: number): Version | undefined => {
  const seenMs = nowMs - lagMs;
  if (record.version.sinceMs <= seenMs) return record.version;
  return record.earlier.findLast((version) => version.sinceMs <= seenMs);
};

/** The parts of a value that holds a list. */
export const partsOf = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : value.split(';');
