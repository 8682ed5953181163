import {
  readNow,
  takeUnresolved,
  type Db,
  type MirroredRecord,
  type PoisonObject,
  type RecordCursor,
} from '@sherpa/db';
import type { Notion } from '@sherpa/integrations/notion';
import { readContents } from './read-contents.ts';
import { saveBatch, type SavedBatch } from './save-batch.ts';
import { sortRecords } from './sort-records.ts';

export interface ResolveDeps {
  readonly tenantId: string;
  readonly signal: AbortSignal;
  readonly withTenant: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  readonly clientOf: (connectionId: string) => Promise<Pick<Notion, 'getPageMarkdown'>>;
}

export interface ResolvedPages {
  readonly resolved: number;
  /** Pages that could not be read. */
  readonly setAside: number;
  readonly poison: readonly PoisonObject[];
  /** Pages that others hold and the mirror does not know. */
  readonly found: readonly { readonly connectionId: string; readonly ids: readonly string[] }[];
  /** True where there may be more. */
  readonly isMore: boolean;
}

/** Few enough that a worker which dies has not read much in vain. */
const BATCH = 48;

interface Outcome extends SavedBatch {
  readonly connectionId: string;
  readonly unreadable: number;
  readonly missing: number;
}

/** What pages hold is asked for outside of any transaction, since Notion takes its time. */
const resolveSome = async (
  deps: ResolveDeps,
  connectionId: string,
  records: readonly MirroredRecord[],
): Promise<Outcome> => {
  const sorted = sortRecords(records);
  const askedAt = await deps.withTenant(readNow);
  const ids = sorted.live.map(({ page }) => page.id);
  const contents = await readContents(await deps.clientOf(connectionId), ids, deps.signal);
  const batch = { ...sorted, tenantId: deps.tenantId, connectionId, contents, askedAt };
  const saved = await deps.withTenant((tx) => saveBatch(tx, batch));
  return {
    ...saved,
    connectionId,
    unreadable: sorted.unreadable.length,
    missing: contents.missing.length,
  };
};

/**
 * Reads the pages that have changed, in batches, and writes what they hold and what they say of customers. A
 * page that changes meanwhile stays unresolved and is read again.
 */
export const resolvePages = async (deps: ResolveDeps, mostBatches: number): Promise<ResolvedPages> => {
  const { tenantId, withTenant } = deps;
  const outcomes: Outcome[] = [];
  let after: RecordCursor | undefined;
  let [taken, isMore] = [0, true];
  for (let count = 0; count < mostBatches && isMore; count += 1) {
    const from = after;
    const records = await withTenant((tx) =>
      takeUnresolved(tx, { tenantId, system: 'notion', after: from, limit: BATCH }),
    );
    for (const [connectionId, some] of Map.groupBy(records, (record) => record.connectionId)) {
      outcomes.push(await resolveSome(deps, connectionId, some));
    }
    taken += records.length;
    after = records.at(-1);
    isMore = records.length === BATCH;
  }
  const poison = outcomes.flatMap((one) => one.poison);
  const setAside = poison.length + outcomes.reduce((sum, { unreadable }) => sum + unreadable, 0);
  return {
    resolved: taken - setAside,
    setAside,
    poison,
    found: outcomes
      .filter(({ unknown }) => unknown.length > 0)
      .map(({ connectionId, unknown }) => ({ connectionId, ids: unknown })),
    isMore: isMore || outcomes.some(({ missing }) => missing > 0),
  };
};
