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
 * What an answer shows of its records: the properties asked for, or the tiny default set, and the system's
 * own. A name that does not exist is left out in silence.
 */
export const propertiesShown = (
  type: ObjectType,
  asked: { readonly names: readonly string[]; isKnown(name: string): boolean },
): readonly string[] => {
  const wanted =
    asked.names.length === 0 ? type.defaultProperties : asked.names.filter((name) => asked.isKnown(name));
  return [...new Set([...systemProperties(type), ...wanted])].toSorted();
};

/** All that there is, as a write shows it. */
export const everythingShown = (properties: ReadonlyMap<string, unknown>): readonly string[] =>
  [...properties.keys()].toSorted();

/** A record as the object endpoints show it. */
export const toWireObject = (
  type: ObjectType,
  record: CrmRecord,
  shown: readonly string[],
  version: Version = record.version,
): WireObject => {
  const properties: Record<string, string | null> = {};
  for (const name of shown) properties[name] = valueOf(type, record, version, name);
  return {
    id: record.id,
    properties,
    createdAt: toIso(record.createdAtMs),
    updatedAt: toIso(version.modifiedMs),
    archived: version.archivedAtMs !== null,
    ...(version.archivedAtMs === null ? {} : { archivedAt: toIso(version.archivedAtMs) }),
  };
};
