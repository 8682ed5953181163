/** What a store of queues says of itself. */
export interface StoreSign {
  /**
   * Another one after all that may have cost jobs without a word: on Redis a restart, a failover, another
   * server; on Postgres a schema or table that was dropped, made anew or truncated.
   */
  readonly identity: string;
  /** What was left in it with `mark`; undefined if that is gone, and so all else may be. */
  readonly mark: string | undefined;
}

/** The server behind the queues, seen as something that may lose all it holds. */
export interface QueueStore {
  /** One cheap look. */
  look(): Promise<StoreSign>;
  /** Leaves `becomes` where `was` is still found; false if something came in between. */
  mark(was: string | undefined, becomes: string): Promise<boolean>;
}
