import { applyCustomerSources, type CustomerSource, type Db } from '@sherpa/db';
import type { SyncPosition, SyncResult } from './sync-position.ts';

/** One page of a vendor's objects, ready for the customer cache. */
export interface SourcePage {
  readonly sources: readonly CustomerSource[];
  /** Absent on the last page. */
  readonly next?: string | undefined;
}

export interface SyncPagesDeps {
  readonly tenantId: string;
  readonly readPage: (position: SyncPosition) => Promise<SourcePage>;
  readonly withTenant: (work: (tx: Db) => Promise<unknown>) => Promise<unknown>;
  readonly onRows: (rows: number) => void;
}

export interface SyncedPages extends SyncResult {
  /** Where the next task goes on, if this one did not complete. */
  readonly position: SyncPosition;
}

/** A task of 20 pages takes seconds: short enough to be done again, long enough not to be all overhead. */
const PAGES_PER_TASK = 20;

/**
 * Reads up to 20 pages into the customer cache. Each is written as it comes, since writing one again
 * changes nothing: a crash costs pages and not the sync.
 */
export const syncPages = async (deps: SyncPagesDeps, from: SyncPosition): Promise<SyncedPages> => {
  const mode = from.since === undefined ? 'full' : 'incremental';
  let position = from;
  for (let page = 0; page < PAGES_PER_TASK; page += 1) {
    const { sources, next } = await deps.readPage(position);
    await deps.withTenant((tx) => applyCustomerSources(tx, deps.tenantId, sources));
    const rows = position.rowsBefore + sources.length;
    position = { ...position, rowsBefore: rows, after: next };
    deps.onRows(rows);
    if (next === undefined) return { mode, rows, complete: true, position };
  }
  return { mode, rows: position.rowsBefore, complete: false, position };
};
