import { makeClaims } from './claims.ts';
import { nextLifecycleStage } from './lifecycle.ts';
import type { ObjectType } from './object-types.ts';
import { makePacker } from './packed-values.ts';
import type { PropertyDefinition } from './property.ts';
import { makeModifiedIndex, type ModifiedIndex } from './search/modified-index.ts';
import { makeRecordList, type RecordList } from './record-list.ts';
import { makeSearchViews, type SearchViews } from './search/search-views.ts';
import type { CrmRecord, Ending, Version } from './record.ts';

type Values = ReadonlyMap<string, string>;

export interface ObjectStore extends RecordList {
  readonly type: ObjectType;
  readonly properties: Map<string, PropertyDefinition>;
  readonly modified: ModifiedIndex;
  readonly views: SearchViews;
  /** Who holds a value of a unique property, if it is alive. */
  holder(property: string, value: string): CrmRecord | undefined;
  /** `asIs` holds values that no check has seen, as old data does. */
  create(values: Values, times?: { createdMs: number; modifiedMs: number }, asIs?: Values): CrmRecord;
  update(record: CrmRecord, values: Values): void;
  archive(record: CrmRecord, atMs?: number): void;
  restore(record: CrmRecord): void;
  /** Merged or purged: never to be seen under this id again. What was purged holds nothing. */
  end(record: CrmRecord, ending: Ending, atMs?: number): void;
}

export interface ObjectStoreDeps {
  readonly type: ObjectType;
  readonly properties: readonly PropertyDefinition[];
  readonly firstId: number;
  /** What HubSpot works out of the other values. */
  readonly calculate?: (values: Values) => Values;
  nowMs(): number;
  /** How long the search index needs; earlier versions are kept for that long. */
  lagMs(): number;
}

const NOTHING: Values = new Map();

const applied = (current: Values, changes: Values, asIs: Values = NOTHING): Values => {
  const values = new Map(current);
  for (const [name, given] of changes) {
    const value = name === 'lifecyclestage' ? nextLifecycleStage(current.get(name), given) : given;
    if (value === '') values.delete(name);
    else values.set(name, name === 'email' ? value.toLowerCase().trim() : value);
  }
  for (const [name, value] of asIs) values.set(name, value);
  return values;
};

/** The versions that an index which lags may still show when a new one comes. */
const keptVersions = (record: CrmRecord, sinceMs: number, lagMs: number): readonly Version[] => {
  if (lagMs === 0) return NO_VERSIONS;
  const known = [...record.earlier, record.version];
  // The last one from before the lag began is what the index still shows.
  const firstUseful = known.findLastIndex((earlier) => earlier.sinceMs <= sinceMs - lagMs);
  return known.slice(Math.max(firstUseful, 0));
};

const NO_VERSIONS: readonly Version[] = [];

const newRecord = (
  id: string,
  { createdMs, modifiedMs }: { readonly createdMs: number; readonly modifiedMs: number },
  values: Values,
): CrmRecord => ({
  id,
  createdAtMs: createdMs,
  version: { sinceMs: modifiedMs, modifiedMs, archivedAtMs: null, values },
  earlier: NO_VERSIONS,
  ending: null,
});

export const makeObjectStore = (deps: ObjectStoreDeps): ObjectStore => {
  const { list, placeOf, add, noteGone } = makeRecordList(deps);
  const properties = new Map(deps.properties.map((property) => [property.name, property]));
  const claims = makeClaims(properties);
  const modified = makeModifiedIndex(list.records);
  const packer = makePacker();
  const views = makeSearchViews();
  const { calculate = () => NOTHING } = deps;
  const complete = (values: Values): Values => new Map([...values, ...calculate(values)]);

  const replaceVersion = (record: CrmRecord, version: Version) => {
    record.earlier = keptVersions(record, version.sinceMs, deps.lagMs());
    claims.move(record.id, record.version.values, version.archivedAtMs === null ? version.values : NOTHING);
    if (version.modifiedMs !== record.version.modifiedMs) modified.note(placeOf(record), version.modifiedMs);
    record.version = version;
    views.note(record);
    noteGone(record);
  };
  return {
    ...list,
    type: deps.type,
    properties,
    modified,
    views,
    holder: (property, value) => {
      const id = claims.holder(property, value);
      return id === undefined ? undefined : list.get(id);
    },
    create: (values, times = { createdMs: deps.nowMs(), modifiedMs: deps.nowMs() }, asIs = NOTHING) => {
      const record = newRecord(list.nextId(), times, packer.pack(complete(applied(NOTHING, values, asIs))));
      add(record);
      modified.note(placeOf(record), times.modifiedMs);
      claims.move(record.id, NOTHING, record.version.values);
      views.note(record);
      return record;
    },
    update: (record, values) =>
      replaceVersion(record, {
        sinceMs: deps.nowMs(),
        modifiedMs: deps.nowMs(),
        archivedAtMs: null,
        values: packer.pack(complete(applied(record.version.values, values))),
      }),
    archive: (record, atMs = deps.nowMs()) =>
      replaceVersion(record, { ...record.version, sinceMs: atMs, archivedAtMs: atMs }),
    restore: (record) =>
      replaceVersion(record, { ...record.version, sinceMs: deps.nowMs(), archivedAtMs: null }),
    end: (record, ending, atMs = deps.nowMs()) => {
      const isPurged = ending.kind === 'purged';
      const values = isPurged ? NOTHING : record.version.values;
      replaceVersion(record, { ...record.version, sinceMs: atMs, archivedAtMs: atMs, values });
      if (isPurged) record.earlier = NO_VERSIONS;
      record.ending = ending;
    },
  };
};
