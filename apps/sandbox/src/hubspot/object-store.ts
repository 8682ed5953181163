import { makeClaims } from './claims.ts';
import { nextLifecycleStage } from './lifecycle.ts';
import type { ObjectType } from './object-types.ts';
import { makePacker } from './packed-values.ts';
import type { PropertyDefinition } from './property.ts';
import { makeModifiedIndex, type ModifiedIndex } from './search/modified-index.ts';
import { makePlaceList } from './place-list.ts';
import { makeSearchViews, type SearchViews } from './search/search-views.ts';
import { isArchived, isLive, type CrmRecord, type Ending, type Version } from './record.ts';

type Values = ReadonlyMap<string, string>;

export interface ObjectStore {
  readonly type: ObjectType;
  readonly properties: Map<string, PropertyDefinition>;
  /** In order of their ids, archived and ended ones included. */
  readonly records: readonly CrmRecord[];
  readonly modified: ModifiedIndex;
  readonly views: SearchViews;
  /** The record that has this id, whatever became of it. */
  get(id: string): CrmRecord | undefined;
  /** The record that an id leads to now: that of the survivor if it was merged. */
  resolve(id: string): CrmRecord | undefined;
  /** Who holds a value of a unique property, if it is alive. */
  holder(property: string, value: string): CrmRecord | undefined;
  /** Those that are alive, or those that are listed among the archived ones, after the one with this id. */
  listedAfter(id: string | undefined, areArchived: boolean): Iterable<CrmRecord>;
  /** True while it is listed among the archived ones. */
  isArchived(record: CrmRecord): boolean;
  /** The id that the next record will have. */
  nextId(): string;
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
  const records: CrmRecord[] = [];
  const properties = new Map(deps.properties.map((property) => [property.name, property]));
  const claims = makeClaims(properties);
  const modified = makeModifiedIndex(records);
  const packer = makePacker();
  const views = makeSearchViews();
  const archived = makePlaceList();
  const placeOf = (id: string): number => Number(id) - deps.firstId;

  const replaceVersion = (record: CrmRecord, version: Version) => {
    record.earlier = keptVersions(record, version.sinceMs, deps.lagMs());
    claims.move(record.id, record.version.values, version.archivedAtMs === null ? version.values : NOTHING);
    if (version.modifiedMs !== record.version.modifiedMs) modified.note(placeOf(record.id), version.modifiedMs);
    record.version = version;
    views.note(record);
    archived.put(placeOf(record.id), version.archivedAtMs !== null);
  };
  const get = (id: string): CrmRecord | undefined => {
    const record = records[placeOf(id)];
    // `0100001` is another text of the same number.
    return record?.id === id ? record : undefined;
  };
  function* placesFrom(start: number): Generator<number> {
    for (let place = start; place < records.length; place += 1) yield place;
  }
  const isListed = (record: CrmRecord, areArchived: boolean): boolean =>
    areArchived ? isArchived(record, deps.nowMs()) : isLive(record);
  const nextId = () => String(deps.firstId + records.length);
  const resolve = (id: string): CrmRecord | undefined => {
    const record = get(id);
    return record?.ending?.kind === 'merged' ? resolve(record.ending.intoId) : record;
  };
  return {
    type: deps.type,
    properties,
    records,
    modified,
    views,
    get,
    resolve,
    holder: (property, value) => {
      const id = claims.holder(property, value);
      return id === undefined ? undefined : get(id);
    },
    *listedAfter(id, areArchived) {
      const start = id === undefined ? 0 : Math.max(placeOf(id) + 1, 0);
      for (const place of areArchived ? archived.from(start) : placesFrom(start)) {
        const record = records[place];
        if (record !== undefined && isListed(record, areArchived)) yield record;
      }
    },
    nextId,
    isArchived: (record) => isArchived(record, deps.nowMs()),
    create: (values, times = { createdMs: deps.nowMs(), modifiedMs: deps.nowMs() }, asIs = NOTHING) => {
      const record = newRecord(nextId(), times, packer.pack(applied(NOTHING, values, asIs)));
      modified.note(records.push(record) - 1, times.modifiedMs);
      claims.move(record.id, NOTHING, record.version.values);
      views.note(record);
      return record;
    },
    update: (record, values) =>
      replaceVersion(record, {
        sinceMs: deps.nowMs(),
        modifiedMs: deps.nowMs(),
        archivedAtMs: null,
        values: packer.pack(applied(record.version.values, values)),
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
