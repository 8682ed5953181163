import { nextLifecycleStage } from './lifecycle.ts';
import type { ObjectType } from './object-types.ts';
import type { PropertyDefinition } from './property.ts';
import type { CrmRecord } from './record.ts';
import { makeUniqueIndex } from './unique-index.ts';

export interface ObjectStore {
  readonly type: ObjectType;
  readonly properties: Map<string, PropertyDefinition>;
  /** In order of their ids, archived ones included. */
  readonly records: readonly CrmRecord[];
  get(id: string): CrmRecord | undefined;
  /** Who holds a value of a unique property, if it is alive. */
  holder(property: string, value: string): CrmRecord | undefined;
  /** Where to go on after the record with this id. */
  indexAfter(id: string): number;
  create(values: ReadonlyMap<string, string>, times?: { createdMs: number; modifiedMs: number }): CrmRecord;
  update(record: CrmRecord, values: ReadonlyMap<string, string>): void;
  archive(record: CrmRecord): void;
}

export interface ObjectStoreDeps {
  readonly type: ObjectType;
  readonly properties: readonly PropertyDefinition[];
  readonly firstId: number;
  nowMs(): number;
  /** How long the search index needs; earlier versions are kept for that long. */
  lagMs(): number;
}

const merge = (
  current: ReadonlyMap<string, string>,
  changes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const merged = new Map(current);
  for (const [name, given] of changes) {
    const value = name === 'lifecyclestage' ? nextLifecycleStage(current.get(name), given) : given;
    if (value === '') merged.delete(name);
    else merged.set(name, name === 'email' ? value.toLowerCase().trim() : value);
  }
  return merged;
};

export const makeObjectStore = (deps: ObjectStoreDeps): ObjectStore => {
  const records: CrmRecord[] = [];
  const byId = new Map<string, CrmRecord>();
  const unique = makeUniqueIndex();
  const properties = new Map(deps.properties.map((property) => [property.name, property]));

  const claim = (record: CrmRecord, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>) => {
    for (const property of properties.values()) {
      if (!property.hasUniqueValue) continue;
      unique.move(record.id, property.name, from.get(property.name), to.get(property.name));
    }
  };
  const replaceVersion = (record: CrmRecord, version: CrmRecord['version']) => {
    const since = version.sinceMs - deps.lagMs();
    const known = [...record.earlier, record.version];
    // The last one from before the lag began is what the index still shows.
    const firstUseful = known.findLastIndex((earlier) => earlier.sinceMs <= since);
    record.earlier = deps.lagMs() === 0 ? [] : known.slice(Math.max(firstUseful, 0));
    claim(record, record.version.values, version.archivedAtMs === null ? version.values : new Map());
    record.version = version;
  };
  const get = (id: string) => byId.get(id);
  return {
    type: deps.type,
    properties,
    records,
    get,
    holder: (property, value) => {
      const id = unique.holder(property, value);
      return id === undefined ? undefined : get(id);
    },
    indexAfter: (id) => Math.max(Number(id) - deps.firstId + 1, 0),
    create: (values, times = { createdMs: deps.nowMs(), modifiedMs: deps.nowMs() }) => {
      const record: CrmRecord = {
        id: String(deps.firstId + records.length),
        createdAtMs: times.createdMs,
        version: {
          sinceMs: times.modifiedMs,
          modifiedMs: times.modifiedMs,
          archivedAtMs: null,
          values: merge(new Map(), values),
        },
        earlier: [],
      };
      records.push(record);
      byId.set(record.id, record);
      claim(record, new Map(), record.version.values);
      return record;
    },
    update: (record, values) =>
      replaceVersion(record, {
        sinceMs: deps.nowMs(),
        modifiedMs: deps.nowMs(),
        archivedAtMs: null,
        values: merge(record.version.values, values),
      }),
    archive: (record) =>
      replaceVersion(record, { ...record.version, sinceMs: deps.nowMs(), archivedAtMs: deps.nowMs() }),
  };
};
