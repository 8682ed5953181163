import type { CrmRecord } from '../record.ts';

/** What a search has found, kept for its next pages. */
export interface SearchView {
  /** In the order of the search; records as they were when it was made. */
  readonly rows: readonly CrmRecord[];
  /** What the index knew only an earlier version of, which is to be looked at again. */
  readonly unsettled: readonly CrmRecord[];
  /** Until when the index knew of changes. */
  readonly seenMs: number;
}

interface Kept {
  readonly view: SearchView;
  readonly since: number;
}

/** The last searches of a store, and what was changed in the meantime. */
export interface SearchViews {
  /** A record was made or has changed. */
  note(record: CrmRecord): void;
  put(key: string, view: SearchView): void;
  /** A view, and the records of which it may say what is no longer so. */
  get(key: string): { readonly view: SearchView; readonly changed: ReadonlySet<CrmRecord> } | undefined;
}

/** Pages of so many searches are asked for at the same time. */
const MOST_VIEWS = 8;
/** With so many changes it is less work to search again. */
const MOST_CHANGES = 2_000;

export const makeSearchViews = (): SearchViews => {
  // The one that was asked for longest ago comes first.
  const views = new Map<string, Kept>();
  const changes: CrmRecord[] = [];
  const clear = (): void => {
    views.clear();
    changes.length = 0;
  };
  return {
    note: (record) => {
      if (views.size === 0) return;
      changes.push(record);
      if (changes.length > MOST_CHANGES) clear();
    },
    put: (key, view) => {
      views.delete(key);
      const [oldest] = views.keys();
      if (oldest !== undefined && views.size === MOST_VIEWS) views.delete(oldest);
      views.set(key, { view, since: changes.length });
    },
    get: (key) => {
      const kept = views.get(key);
      if (kept === undefined) return undefined;
      views.delete(key);
      views.set(key, kept);
      return { view: kept.view, changed: new Set([...kept.view.unsettled, ...changes.slice(kept.since)]) };
    },
  };
};
