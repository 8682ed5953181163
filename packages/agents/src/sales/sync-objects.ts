import type { TaskContext } from '@sherpa/agent-kit';
import { scheduleKey, type Clock, type PayloadOf, type ResultOf } from '@sherpa/core';
import { applyCustomerSources, type CustomerSource } from '@sherpa/db';
import type { AskOptions, ListPage, ModifiedPage, Rows } from '@sherpa/integrations/hubspot';
import { salesContract, type SalesContract } from './contract.ts';

type SyncTask = 'contacts.sync' | 'companies.sync';
type SyncContext = TaskContext<SalesContract, SyncTask>;
type Position = PayloadOf<SalesContract, SyncTask>;
type SyncResult = ResultOf<SalesContract, SyncTask>;

/** One kind of HubSpot object and how it is read. */
export interface ObjectStream<T extends { readonly id: string }> {
  readonly task: SyncTask;
  readonly cursor: 'contacts.cursor' | 'companies.cursor';
  readonly event: 'contacts.synced' | 'companies.synced';
  readonly list: (page: ListPage, options: AskOptions) => Promise<Rows<T>>;
  readonly searchModifiedSince: (page: ModifiedPage, options: AskOptions) => Promise<Rows<T>>;
  readonly toSource: (object: T) => CustomerSource;
}

/** A task of 20 pages takes seconds: short enough to be done again, long enough not to be all overhead. */
const PAGES_PER_TASK = 20;
const PAGE = 100;

/** HubSpot's search index lags by seconds to minutes, so each search reaches back behind the last one. */
const OVERLAP_MS = 300_000;

const readPage = async <T extends { readonly id: string }>(
  stream: ObjectStream<T>,
  { since, after }: Position,
  options: AskOptions,
): Promise<{ rows: readonly T[]; next: string | undefined }> => {
  if (since === undefined) {
    const page = await stream.list({ after, limit: PAGE }, options);
    return { rows: page.rows, next: page.next };
  }
  const from = new Date(Date.parse(since) - OVERLAP_MS);
  const page = await stream.searchModifiedSince({ since: from, afterId: after, limit: PAGE }, options);
  return { rows: page.rows, next: page.next };
};

const whereToStart = async (
  ctx: SyncContext,
  cursor: ObjectStream<never>['cursor'],
  clock: Clock,
): Promise<Position> => {
  const { payload } = ctx.task;
  if (payload.startedAt !== undefined) return payload;
  return { ...payload, startedAt: clock.now().toISOString(), since: await ctx.state.get(cursor) };
};

/**
 * Reads a stream of HubSpot objects into the customer cache, all of it the first time and what changed
 * later. Pages are written as they come, since writing one again changes nothing; after some pages the
 * task hands on to the next, so that a crash costs pages and not the sync.
 */
export const syncObjects = async <T extends { readonly id: string }>(
  ctx: SyncContext,
  stream: ObjectStream<T>,
  clock: Clock,
): Promise<SyncResult> => {
  const { tenantId } = ctx.task;
  let position = await whereToStart(ctx, stream.cursor, clock);
  const mode = position.since === undefined ? 'full' : 'incremental';
  for (let pages = 0; pages < PAGES_PER_TASK; pages += 1) {
    const { rows, next } = await readPage(stream, position, { signal: ctx.signal });
    await ctx.withTenant((tx) => applyCustomerSources(tx, tenantId, rows.map(stream.toSource)));
    const total = position.rowsBefore + rows.length;
    ctx.progress({ rows: total });
    if (next === undefined) {
      if (position.startedAt !== undefined) ctx.state.set(stream.cursor, position.startedAt);
      ctx.emit(stream.event, { mode, rows: total });
      return { mode, rows: total, complete: true };
    }
    position = { ...position, after: next, rowsBefore: total };
  }
  ctx.enqueue(salesContract, stream.task, position, { key: scheduleKey(stream.task) });
  return { mode, rows: position.rowsBefore, complete: false };
};
