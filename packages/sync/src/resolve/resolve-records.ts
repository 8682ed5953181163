import { AppError } from '@sherpa/core';
import {
  applyCustomerSources,
  markResolved,
  takeUnresolved,
  type CustomerSource,
  type Db,
  type MirroredRecord,
  type RecordCursor,
  type SourceSystem,
} from '@sherpa/db';

/** Makes the source of a customer of an object; throws for a payload that it cannot read. */
export type RecordMapper = (record: MirroredRecord) => CustomerSource;

/** How the objects of a vendor become customers. */
export interface ResolveRules {
  readonly system: SourceSystem;
  /** By type of object; objects of other types belong to no customer. */
  readonly mappers: Readonly<Record<string, RecordMapper>>;
  /** True for an object that somebody is to be told of. It stays unresolved until that is certain. */
  readonly isTold?: (record: MirroredRecord) => boolean;
  /** Done with each batch, and in its transaction. */
  readonly note?: ((tx: Db, records: readonly MirroredRecord[]) => Promise<void>) | undefined;
  readonly mostBatches: number;
}

export interface ResolvedRecords {
  readonly resolved: number;
  /** Objects whose payload could not be read. */
  readonly setAside: number;
  readonly told: readonly MirroredRecord[];
  /** True where there may be more. */
  readonly isMore: boolean;
}

export interface ResolveDeps {
  readonly tenantId: string;
  readonly withTenant: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  /** The same, for what a later attempt need not do again, if it `isFurther`; `withTenant` where absent. */
  readonly advance?:
    | (<T>(work: (tx: Db) => Promise<T>, isFurther: (result: T) => boolean) => Promise<T>)
    | undefined;
}

/** `applyCustomerSources` takes some hundreds at a time, one such transaction per tenant. */
const BATCH = 200;

/** A key by which an object is known whatever it says. */
const ownKey = ({ system, objectType, externalId }: MirroredRecord): string =>
  `${system}:${objectType}:${externalId}`;

const toSource = (record: MirroredRecord, map: RecordMapper): CustomerSource =>
  record.isDeleted
    ? {
        system: record.system,
        objectType: record.objectType,
        externalId: record.externalId,
        keys: [ownKey(record)],
        fields: {},
        version: record.version,
        deleted: true,
      }
    : map(record);

interface Sorted {
  readonly sources: readonly CustomerSource[];
  readonly known: readonly MirroredRecord[];
  /** By why no customer is made of them. */
  readonly unreadable: readonly MirroredRecord[];
  readonly taken: readonly MirroredRecord[];
}

const sort = (records: readonly MirroredRecord[], { mappers }: ResolveRules): Sorted => {
  const sources: CustomerSource[] = [];
  const unreadable: MirroredRecord[] = [];
  for (const record of records) {
    const map = mappers[record.objectType];
    if (map === undefined || record.isTaken) continue;
    try {
      sources.push(toSource(record, map));
    } catch (thrown) {
      // Written by another version of the code, or by a vendor that has changed: people see it as quarantined.
      if (thrown instanceof AppError) throw thrown;
      unreadable.push(record);
    }
  }
  const taken = records.filter(({ isTaken, objectType }) => isTaken && mappers[objectType] !== undefined);
  const aside = new Set([...unreadable, ...taken]);
  return { sources, unreadable, taken, known: records.filter((record) => !aside.has(record)) };
};

const UNREADABLE = 'payload_unreadable';
/** Customers know an object by its id alone, which two accounts may both have given. */
const TAKEN = 'id_of_another_account';

/**
 * Makes customers of what the mirror has and they do not know of yet, in batches. A batch is one transaction:
 * its customers are renewed and its records are marked, or neither is.
 */
export const resolveRecords = async (deps: ResolveDeps, rules: ResolveRules): Promise<ResolvedRecords> => {
  const { tenantId, withTenant, advance = withTenant } = deps;
  const { system, isTold = () => false } = rules;
  const told: MirroredRecord[] = [];
  let after: RecordCursor | undefined;
  let [resolved, setAside] = [0, 0];
  for (let batch = 0; batch < rules.mostBatches; batch += 1) {
    const from = after;
    const takeBatch = async (tx: Db) => {
      const records = await takeUnresolved(tx, { tenantId, system, after: from, limit: BATCH });
      const { sources, known, unreadable, taken: others } = sort(records, rules);
      const toTell = known.filter((record) => !record.isDeleted && isTold(record));
      const settled = known.filter((record) => !toTell.includes(record));
      if (sources.length > 0) await applyCustomerSources(tx, tenantId, sources);
      await rules.note?.(tx, known);
      await markResolved(tx, { tenantId, system, records: settled });
      await markResolved(tx, { tenantId, system, records: unreadable, quarantined: UNREADABLE });
      await markResolved(tx, { tenantId, system, records: others, quarantined: TAKEN });
      return { records, toTell, aside: unreadable.length + others.length };
    };
    const taken = await advance(takeBatch, ({ records, toTell }) => records.length > toTell.length);
    told.push(...taken.toTell);
    resolved += taken.records.length - taken.aside;
    setAside += taken.aside;
    if (taken.records.length < BATCH) return { resolved, setAside, told, isMore: false };
    after = taken.records.at(-1);
  }
  return { resolved, setAside, told, isMore: true };
};
