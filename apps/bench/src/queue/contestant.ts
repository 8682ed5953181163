/** The servers of one run and the names under which a contestant keeps its things there. */
export interface Place {
  /** A database of this run alone. */
  readonly postgresUrl: string;
  readonly redisUrl: string;
  /** Lower-case letters, digits and underscores. */
  readonly namespace: string;
}

/** Adds tasks one at a time. */
export type AddOne = (n: number) => Promise<unknown>;

/** The side that adds tasks. Task `n` carries `{ n }` and nothing else. */
export interface Producer {
  readonly addOne: AddOne;
  readonly addMany: (ns: readonly number[]) => Promise<unknown>;
  /** A way to add tasks that shares nothing with other lanes, so that what it adds is never put together with theirs. */
  readonly openLane: () => Promise<AddOne>;
  readonly close: () => Promise<void>;
}

/** The side that does tasks. Connected when it is opened, so that starting costs next to nothing. */
export interface Worker {
  readonly start: (concurrency: number) => Promise<void>;
  /** Takes no more tasks; resolves when those in hand have been recorded. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a ledger holds of what was done. */
export interface Rows {
  readonly completed: number;
  readonly events: number;
}

/** Looks at the stores themselves, not at what a process believes. */
export interface Auditor {
  /** Tasks not yet recorded as done. */
  readonly left: () => Promise<number>;
  /** Cheaper: whether there is none left. */
  readonly isDone: () => Promise<boolean>;
  /** Entries that wait in the queue; a pack is one. */
  readonly queued: () => Promise<number>;
  /** Null where there is no ledger. */
  readonly rows: () => Promise<Rows | null>;
  readonly close: () => Promise<void>;
}

/** Calls back when a task is run; to be called on the first line of the handler. */
export type OnTask = (n: number) => void;

/** A queue that takes part. Each method opens connections of its own: they are called in different processes. */
export interface Contestant {
  /** Makes tables and the like in an empty place. */
  readonly install: (place: Place) => Promise<void>;
  readonly openProducer: (place: Place) => Promise<Producer>;
  readonly openWorker: (place: Place, onTask: OnTask) => Promise<Worker>;
  readonly openAuditor: (place: Place) => Promise<Auditor>;
}
