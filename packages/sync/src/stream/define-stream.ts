import type { DeleteReason, SourceSystem } from '@sherpa/db';

/** Lets the task that asks cancel what it asked. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Rows, and what to ask with for more; no `next` on the last page. */
export interface StreamRows<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/** A page to ask for. */
export interface StreamPage {
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** One of the stream's slices, where it has any. */
  readonly slice?: string | undefined;
}

/** A page of what has changed since a moment, which counts too. */
export interface ChangesPage extends StreamPage {
  readonly since: Date;
}

/** What the mirror must know of an object beside its payload. */
export interface ObjectFacts {
  readonly id: string;
  /** The vendor's own version as Unix milliseconds; that of asking where it has none. */
  readonly version: number;
  readonly deleteReason?: DeleteReason | undefined;
  /** Every id that was merged into it, however often they are told. */
  readonly mergedIds?: readonly string[] | undefined;
}

/** Changes by date: a listing of objects, such as a search, which may be behind. */
export interface ModifiedChanges<C, T> {
  readonly kind: 'modified';
  /** How far each run goes back behind the last one: the vendor's index is late by as much. */
  readonly overlapMs: number;
  readonly list: (client: C, page: ChangesPage, options: AskOptions) => Promise<StreamRows<T>>;
}

/** Changes by events that name objects, which are then asked for. */
export interface EventChanges<C> {
  readonly kind: 'events';
  readonly overlapMs: number;
  /** For how long the vendor keeps events: a run that begins further back reads everything instead. */
  readonly keptMs: number;
  readonly list: (client: C, page: ChangesPage, options: AskOptions) => Promise<EventRows>;
}

/** A page of events, by what they tell. */
export interface EventRows {
  readonly ids: readonly string[];
  /** Objects that are gone for good, and are not to be asked for. */
  readonly goneIds?: readonly string[] | undefined;
  /** The latest of all events, where the page begins with it. */
  readonly newestAt?: Date | undefined;
  readonly next?: string | undefined;
}

/** A kind of objects at a vendor and how it is read, as data. `C` is the vendor's client, `T` an object of it. */
export interface StreamDefinition<C, T> {
  readonly system: SourceSystem;
  /** What people call it: `contacts`. Its tasks are `contacts.sync` and `contacts.audit`. */
  readonly name: string;
  /** What one of its objects is in the mirror: `contact`. */
  readonly objectType: string;
  /** What the payload is made of, such as properties. A change of it reads everything again. */
  readonly fingerprint: readonly string[] | ((client: C) => readonly string[]);
  readonly pageSize?: number;
  /** Everything that is there now. A listing that ends without an error proves what is not. */
  readonly list: (client: C, page: StreamPage, options: AskOptions) => Promise<StreamRows<T>>;
  /** What else the listing is cut by, such as data sources. */
  readonly slices?: (client: C, options: AskOptions) => Promise<readonly string[]>;
  /** A listing of what was archived, where no other one has it. */
  readonly archived?: (client: C, page: StreamPage, options: AskOptions) => Promise<StreamRows<T>>;
  readonly changes: ModifiedChanges<C, T> | EventChanges<C>;
  /** These objects as they are now, by the id they were asked for; what is gone is left out. */
  readonly get: (client: C, ids: readonly string[], options: AskOptions) => Promise<ReadonlyMap<string, T>>;
  /** What neither listing nor search brings along: the same objects with their associations. */
  readonly complete?: (client: C, objects: readonly T[], options: AskOptions) => Promise<readonly T[]>;
  readonly factsOf: (object: T, askedAt: Date) => ObjectFacts;
  /** Only the id of the next object and what follows it: steps over one that cannot be read. */
  readonly skip?: (
    client: C,
    page: StreamPage,
    options: AskOptions,
  ) => Promise<{ id: string; next?: string | undefined }>;
  /** True where `after` is the id of the row before: when that is gone, another one of its page serves. */
  readonly isKeyset?: boolean;
  /** How many there are, as far as the vendor tells, for the time that is left. */
  readonly count?: (client: C, options: AskOptions) => Promise<number | undefined>;
  /** False for objects that no customer is made of. */
  readonly makesCustomers?: boolean;
  /** What credentials need for this type; told where the vendor refuses it. */
  readonly scopes: readonly string[];
  /** The same as the vendor says it itself in a refusal, where it does. */
  readonly scopesOf?: (thrown: unknown) => readonly string[];
  /** Older than that is an alarm. */
  readonly freshWithinMs: number;
}

/** Declares a stream; its rows keep their type inside of it. */
export const defineStream = <C, T>(definition: StreamDefinition<C, T>): StreamDefinition<C, T> => definition;
