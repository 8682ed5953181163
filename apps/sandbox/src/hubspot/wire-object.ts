import { systemProperties, type ObjectType } from './object-types.ts';
import { valueOf, type CrmRecord, type Version } from './record.ts';

export interface WireObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
  readonly archivedAt?: string;
}

const toIso = (ms: number): string => new Date(ms).toISOString();

/**
 * A record as the object endpoints show it: the properties asked for, or the tiny default set, and
 * the system's own. A name that does not exist is left out in silence.
 */
export const toWireObject = (
  type: ObjectType,
  record: CrmRecord,
  asked: { readonly names: readonly string[]; isKnown(name: string): boolean },
  version: Version = record.version,
): WireObject => {
  const wanted =
    asked.names.length === 0 ? type.defaultProperties : asked.names.filter((name) => asked.isKnown(name));
  const names = [...new Set([...systemProperties(type), ...wanted])].toSorted();
  return {
    id: record.id,
    properties: Object.fromEntries(names.map((name) => [name, valueOf(type, record, version, name)])),
    createdAt: toIso(record.createdAtMs),
    updatedAt: toIso(version.modifiedMs),
    archived: version.archivedAtMs !== null,
    ...(version.archivedAtMs === null ? {} : { archivedAt: toIso(version.archivedAtMs) }),
  };
};
