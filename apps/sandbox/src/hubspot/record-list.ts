import { makePlaceList } from './place-list.ts';
import { isArchived, isLive, type CrmRecord } from './record.ts';

/** The records of a type as they are looked up and listed. */
export interface RecordList {
  /** In order of their ids, archived and ended ones included. */
  readonly records: readonly CrmRecord[];
  /** The record that has this id, whatever became of it. */
  get(id: string): CrmRecord | undefined;
  /** The record that an id leads to now: that of the survivor if it was merged. */
  resolve(id: string): CrmRecord | undefined;
  /** Those that are alive, or those that are listed among the archived ones, after the one with this id. */
  listedAfter(id: string | undefined, areArchived: boolean): Iterable<CrmRecord>;
  /** Those that are not alive: archived, merged or purged. */
  gone(): Iterable<CrmRecord>;
  countLive(): number;
  /** True while it is listed among the archived ones. */
  isArchived(record: CrmRecord): boolean;
  /** The id that the next record will have. */
  nextId(): string;
}

function* liveFrom(records: readonly CrmRecord[], start: number): Generator<CrmRecord> {
  for (let place = start; place < records.length; place += 1) {
    const record = records[place];
    if (record !== undefined && isLive(record)) yield record;
  }
}

/** Ids are given out in turn, so an id tells where its record stands. */
export const makeRecordList = (deps: { readonly firstId: number; nowMs(): number }) => {
  const records: CrmRecord[] = [];
  const gone = makePlaceList();
  const placeOf = (id: string): number => Number(id) - deps.firstId;
  const get = (id: string): CrmRecord | undefined => {
    const record = records[placeOf(id)];
    // `0100001` is another text of the same number.
    return record?.id === id ? record : undefined;
  };
  const resolve = (id: string): CrmRecord | undefined => {
    const record = get(id);
    return record?.ending?.kind === 'merged' ? resolve(record.ending.intoId) : record;
  };
  const isListed = (record: CrmRecord): boolean => isArchived(record, deps.nowMs());
  function* goneFrom(start: number): Generator<CrmRecord> {
    for (const place of gone.from(start)) yield* records.slice(place, place + 1);
  }
  const list: RecordList = {
    records,
    get,
    resolve,
    *listedAfter(id, areArchived) {
      const start = id === undefined ? 0 : Math.max(placeOf(id) + 1, 0);
      for (const record of areArchived ? goneFrom(start) : liveFrom(records, start)) {
        if (!areArchived || isListed(record)) yield record;
      }
    },
    gone: () => goneFrom(0),
    countLive: () => records.length - gone.size(),
    isArchived: isListed,
    nextId: () => String(deps.firstId + records.length),
  };
  return {
    list,
    placeOf: (record: CrmRecord): number => placeOf(record.id),
    add: (record: CrmRecord): void => {
      records.push(record);
    },
    /** To be told after every change. */
    noteGone: (record: CrmRecord): void => gone.put(placeOf(record.id), !isLive(record)),
  };
};
