import type { AppError } from '@sherpa/core';
import {
  readNow,
  takeUnresolved,
  type MirroredRecord,
  type PoisonObject,
  type RecordCursor,
} from '@sherpa/db';
import type { Notion } from '@sherpa/integrations/notion';
import type { AdvancingDeps } from '../../resolve-deps.ts';
import { readContents } from './read-contents.ts';
import { saveBatch, type SavedBatch } from './save-batch.ts';
import { sortRecords } from './sort-records.ts';

export interface ResolvePagesDeps extends AdvancingDeps {
  readonly taskId: string;
  readonly signal: AbortSignal;
  /** Pages of which somebody is to be told: they are left for `mirror.settle`, which is kept with the messages. */
  readonly isTold: (record: MirroredRecord) => boolean;
  readonly clientOf: (connectionId: string) => Promise<Pick<Notion, 'getPageMarkdown'>>;
}

export interface ResolvedPages {
  readonly resolved: number;
  /** Pages that could not be read. */
  readonly setAside: number;
  readonly poison: readonly PoisonObject[];
  /** Pages that others hold and the mirror does not know. */
  readonly found: readonly { readonly connectionId: string; readonly ids: readonly string[] }[];
  /** Pages that have something to tell. */
  readonly told: readonly MirroredRecord[];
  /** True where there may be more. */
  readonly isMore: boolean;
}

/** Few enough that a worker which dies has not read much in vain. */
const BATCH = 48;

interface Outcome extends SavedBatch {
  readonly connectionId: string;
  readonly unreadable: number;
  readonly missing: number;
  readonly told: readonly MirroredRecord[];
  /** Records that were dealt with. */
  readonly done: number;
  readonly failure: AppError | undefined;
}

/** What pages hold is asked for outside of any transaction, since Notion takes its time. */
const resolveSome = async (
  deps: ResolvePagesDeps,
  connectionId: string,
  records: readonly MirroredRecord[],
): Promise<Outcome> => {
  const sorted = sortRecords(records);
  const askedAt = await deps.withTenant(readNow);
  const ids = sorted.live.map(({ page }) => page.id);
  const contents = await readContents(await deps.clientOf(connectionId), ids, deps.signal);
  const read = new Set([
    ...contents.markdown.keys(),
    ...contents.missing,
    ...contents.poison.map(({ externalId }) => externalId),
  ]);
  const live = sorted.live.filter(({ page }) => read.has(page.id));
  const { tenantId, taskId } = deps;
  const told = live.filter(({ record }) => deps.isTold(record)).map(({ record }) => record);
  const batch = { ...sorted, live, told, tenantId, taskId, connectionId, contents, askedAt };
  const done = records.length - (sorted.live.length - live.length);
  const saved = await deps.advance(
    (tx) => saveBatch(tx, batch),
    () => done > contents.missing.length + told.length,
  );
  return {
    ...saved,
    told,
    connectionId,
    unreadable: sorted.unreadable.length,
    missing: contents.missing.length,
    done,
    failure: contents.failure,
  };
};

/**
 * Reads the pages that have changed, in batches, and writes what they hold and what they say of customers. A
 * page that changes meanwhile stays unresolved and is read again. Where Notion ends the reading, another task
 * goes on; it throws only where nothing was read, so that whoever runs it rests.
 */
export const resolvePages = async (deps: ResolvePagesDeps, mostBatches: number): Promise<ResolvedPages> => {
  const { tenantId, withTenant } = deps;
  const outcomes: Outcome[] = [];
  let after: RecordCursor | undefined;
  let isMore = true;
  let failure: AppError | undefined;
  for (let count = 0; count < mostBatches && isMore && failure === undefined; count += 1) {
    const from = after;
    const records = await withTenant((tx) =>
      takeUnresolved(tx, { tenantId, system: 'notion', after: from, limit: BATCH }),
    );
    for (const [connectionId, some] of Map.groupBy(records, (record) => record.connectionId)) {
      outcomes.push(await resolveSome(deps, connectionId, some));
    }
    after = records.at(-1);
    isMore = records.length === BATCH;
    failure = outcomes.find((one) => one.failure !== undefined)?.failure;
  }
  const done = outcomes.reduce((sum, one) => sum + one.done, 0);
  if (failure !== undefined && done === 0) throw failure;
  const poison = outcomes.flatMap((one) => one.poison);
  const setAside = poison.length + outcomes.reduce((sum, { unreadable }) => sum + unreadable, 0);
  return {
    resolved: done - setAside,
    setAside,
    poison,
    told: outcomes.flatMap((one) => one.told),
    found: outcomes
      .filter(({ unknown }) => unknown.length > 0)
      .map(({ connectionId, unknown }) => ({ connectionId, ids: unknown })),
    isMore: isMore || failure !== undefined || outcomes.some(({ missing }) => missing > 0),
  };
};
