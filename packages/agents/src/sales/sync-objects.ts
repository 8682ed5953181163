import type { TaskContext } from '@sherpa/agent-kit';
import { scheduleKey, type Clock } from '@sherpa/core';
import type { CustomerSource } from '@sherpa/db';
import type { AskOptions, ListPage, ModifiedPage, Rows } from '@sherpa/integrations/hubspot';
import { syncPages, type SourcePage } from '../sync-pages.ts';
import type { SyncPosition, SyncResult } from '../sync-position.ts';
import { salesContract, type SalesContract } from './contract.ts';

type SyncTask = 'contacts.sync' | 'companies.sync';
type SyncContext = TaskContext<SalesContract, SyncTask>;

/** One kind of HubSpot object and how it is read. */
export interface ObjectStream<T> {
  readonly task: SyncTask;
  readonly cursor: 'contacts.cursor' | 'companies.cursor';
  readonly event: 'contacts.synced' | 'companies.synced';
  readonly list: (page: ListPage, options: AskOptions) => Promise<Rows<T>>;
  readonly searchModifiedSince: (page: ModifiedPage, options: AskOptions) => Promise<Rows<T>>;
  readonly toSource: (object: T) => CustomerSource;
}

const PAGE = 100;

/** HubSpot's search index lags by seconds to minutes, so each search reaches back behind the last one. */
const OVERLAP_MS = 300_000;

const readPage = async <T>(
  stream: ObjectStream<T>,
  { since, after }: SyncPosition,
  options: AskOptions,
): Promise<SourcePage> => {
  const { rows, next } =
    since === undefined
      ? await stream.list({ after, limit: PAGE }, options)
      : await stream.searchModifiedSince(
          { since: new Date(Date.parse(since) - OVERLAP_MS), afterId: after, limit: PAGE },
          options,
        );
  return { sources: rows.map(stream.toSource), next };
};

const whereToStart = async (
  ctx: SyncContext,
  cursor: ObjectStream<never>['cursor'],
  clock: Clock,
): Promise<SyncPosition> => {
  const { payload } = ctx.task;
  if (payload.startedAt !== undefined) return payload;
  return { ...payload, startedAt: clock.now().toISOString(), since: await ctx.state.get(cursor) };
};

/**
 * Reads a stream of HubSpot objects into the customer cache, all of it the first time and what changed
 * later; the first task hands on until all is read.
 */
export const syncObjects = async <T>(
  ctx: SyncContext,
  stream: ObjectStream<T>,
  clock: Clock,
): Promise<SyncResult> => {
  const { position, ...result } = await syncPages(
    {
      tenantId: ctx.task.tenantId,
      readPage: (at) => readPage(stream, at, { signal: ctx.signal }),
      withTenant: ctx.withTenant,
      onRows: (rows) => ctx.progress({ rows }),
    },
    await whereToStart(ctx, stream.cursor, clock),
  );
  if (result.complete) {
    if (position.startedAt !== undefined) ctx.state.set(stream.cursor, position.startedAt);
    ctx.emit(stream.event, { mode: result.mode, rows: result.rows });
  } else {
    ctx.enqueue(salesContract, stream.task, position, { key: scheduleKey(stream.task) });
  }
  return result;
};
