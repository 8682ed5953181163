import type { GoneObject, MirrorRow, SourceSystem } from '@sherpa/db';
import type {
  AskOptions,
  ChangesPage,
  EventRows,
  StreamDefinition,
  StreamPage,
  StreamRows,
} from './define-stream.ts';
import { mergedInto, toRow } from './to-row.ts';

/** What a page of objects is for the mirror. */
export interface MirrorRows {
  readonly rows: readonly MirrorRow[];
  readonly gone: readonly GoneObject[];
  readonly next?: string | undefined;
}

/** How a page is asked for: when, and until when. */
export interface Asking extends AskOptions {
  /** A moment before, by the database's clock. */
  readonly askedAt: Date;
}

type Read<P> = (page: P, asking: Asking) => Promise<MirrorRows>;

/** A stream of one account: a declaration and the client it is read with. */
export interface BoundStream {
  readonly system: SourceSystem;
  readonly name: string;
  readonly objectType: string;
  readonly fingerprint: string;
  readonly pageSize: number;
  readonly isKeyset: boolean;
  readonly makesCustomers: boolean;
  /** What the credentials lack, of a refusal. */
  readonly scopesOf: (refusal: unknown) => readonly string[];
  readonly freshWithinMs: number;
  readonly list: Read<StreamPage>;
  readonly slices: ((options: AskOptions) => Promise<readonly string[]>) | undefined;
  readonly archived: Read<StreamPage> | undefined;
  readonly changes:
    | { readonly kind: 'modified'; readonly overlapMs: number; readonly list: Read<ChangesPage> }
    | {
        readonly kind: 'events';
        readonly overlapMs: number;
        readonly keptMs: number;
        readonly list: (page: ChangesPage, options: AskOptions) => Promise<EventRows>;
      };
  readonly get: (ids: readonly string[], asking: Asking) => Promise<MirrorRows>;
  readonly skip:
    | ((page: StreamPage, options: AskOptions) => Promise<{ id: string; next?: string | undefined }>)
    | undefined;
  readonly count: (options: AskOptions) => Promise<number | undefined>;
}

const PAGE = 100;
/** Raised when rows of the mirror are made in another way although the properties are the same. */
const FORMAT = 1;

/** Of what was asked for by id: those that came under another id were merged into it, the rest is gone. */
const missingOf = <T>(
  ids: readonly string[],
  found: ReadonlyMap<string, T>,
  idOf: (object: T) => string,
): readonly GoneObject[] =>
  ids.flatMap((id): GoneObject[] => {
    const object = found.get(id);
    if (object === undefined) return [{ externalId: id, reason: 'deleted' }];
    const now = idOf(object);
    return now === id ? [] : [{ externalId: id, reason: 'merged', mergedInto: now }];
  });

/** Ties a stream to a client. What it reads from here on is rows of the mirror. */
export const bindStream = <C, T>(stream: StreamDefinition<C, T>, client: C): BoundStream => {
  const { complete, archived, slices, skip, changes, factsOf } = stream;
  const toRows = async (read: StreamRows<T>, asking: Asking): Promise<MirrorRows> => {
    const objects =
      complete === undefined || read.rows.length === 0
        ? read.rows
        : await complete(client, read.rows, asking);
    const facts = objects.map((object) => factsOf(object, asking.askedAt));
    const rows = objects.flatMap((object, index) => {
      const of = facts[index];
      return of === undefined ? [] : [toRow(object, of)];
    });
    return { rows, gone: facts.flatMap(mergedInto), next: read.next };
  };
  const reading =
    <P>(list: (client: C, page: P, options: AskOptions) => Promise<StreamRows<T>>): Read<P> =>
    async (page, asking) =>
      toRows(await list(client, page, asking), asking);
  const get = async (ids: readonly string[], asking: Asking): Promise<MirrorRows> => {
    if (ids.length === 0) return { rows: [], gone: [] };
    const found = await stream.get(client, ids, asking);
    const { rows, gone } = await toRows({ rows: [...new Set(found.values())] }, asking);
    return {
      rows,
      gone: [...missingOf(ids, found, (object) => factsOf(object, asking.askedAt).id), ...gone],
    };
  };
  const made = typeof stream.fingerprint === 'function' ? stream.fingerprint(client) : stream.fingerprint;
  return {
    system: stream.system,
    name: stream.name,
    objectType: stream.objectType,
    fingerprint: [FORMAT, ...made.toSorted()].join(),
    pageSize: stream.pageSize ?? PAGE,
    isKeyset: stream.isKeyset ?? false,
    makesCustomers: stream.makesCustomers ?? true,
    scopesOf: (refusal) => {
      const told = stream.scopesOf?.(refusal) ?? [];
      return told.length > 0 ? told : stream.scopes;
    },
    freshWithinMs: stream.freshWithinMs,
    list: reading(stream.list),
    slices: slices && ((options) => slices(client, options)),
    archived: archived && reading(archived),
    changes:
      changes.kind === 'modified'
        ? { kind: 'modified', overlapMs: changes.overlapMs, list: reading(changes.list) }
        : {
            ...changes,
            list: (page: ChangesPage, options: AskOptions) => changes.list(client, page, options),
          },
    get,
    skip: skip && ((page, options) => skip(client, page, options)),
    count: async (options) => stream.count?.(client, options),
  };
};
