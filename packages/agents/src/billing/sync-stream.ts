import type { Clients, TaskContext } from '@sherpa/agent-kit';
import { scheduleKey, type Clock } from '@sherpa/core';
import type { CustomerSource } from '@sherpa/db';
import {
  areEventsKeptSince,
  type AskOptions,
  type StripeApi,
  type StripeEvent,
  type StripePage,
  type StripeRows,
} from '@sherpa/integrations/stripe';
import { syncPages, type SourcePage } from '../sync-pages.ts';
import type { SyncPosition, SyncResult } from '../sync-position.ts';
import { billingContract, type BillingContract } from './contract.ts';

export type SyncTask = 'customers.sync' | 'subscriptions.sync' | 'invoices.sync';
export type SyncContext = TaskContext<BillingContract, SyncTask>;

/** What a handler of a stream is made of. */
export interface SyncDeps {
  readonly stripe: Clients<StripeApi>;
  readonly clock: Clock;
}

/** What one task reads with. */
interface Reading {
  readonly client: StripeApi;
  readonly clock: Clock;
}

/** One kind of Stripe object and how it is read. */
export interface StripeStream<T> {
  readonly task: SyncTask;
  readonly cursor: 'customers.cursor' | 'subscriptions.cursor' | 'invoices.cursor';
  readonly event: 'customers.synced' | 'subscriptions.synced' | 'invoices.synced';
  readonly list: (page: StripePage, options: AskOptions) => Promise<StripeRows<T>>;
  /** Stripe cannot list what changed; its events name the objects, which are then asked for. */
  readonly eventTypes: readonly string[];
  readonly get: (id: string, options: AskOptions) => Promise<T | undefined>;
  readonly toSource: (object: T, askedAt: Date) => CustomerSource;
  readonly onRows?: (rows: readonly T[]) => void;
  /** What is read when this stream is complete: the payers of what follows are in the cache by then. */
  readonly next?: SyncTask;
}

const PAGE = 100;

/** Events of one second come in any order, and late. */
const OVERLAP_MS = 60_000;

const changedIds = (events: readonly StripeEvent[]): string[] => [
  ...new Set(events.flatMap((event) => event.objectId ?? [])),
];

/** A page of objects: listed, or those that a page of events names, in whatever state they are now. */
const readRows = async <T>(
  { client }: Reading,
  stream: StripeStream<T>,
  { since, after }: SyncPosition,
  options: AskOptions,
): Promise<StripeRows<T>> => {
  if (since === undefined) return stream.list({ startingAfter: after, limit: PAGE }, options);
  const from = new Date(Date.parse(since) - OVERLAP_MS);
  const events = await client.listEventsSince(
    { since: from, types: stream.eventTypes, startingAfter: after },
    options,
  );
  const rows: T[] = [];
  for (const id of changedIds(events.rows)) {
    const object = await stream.get(id, options);
    if (object !== undefined) rows.push(object);
  }
  return { rows, next: events.next };
};

/** From the cursor, if Stripe still has all events since; otherwise everything is listed again. */
const whereToStart = async (
  ctx: SyncContext,
  cursor: StripeStream<never>['cursor'],
  clock: Clock,
): Promise<SyncPosition> => {
  const { payload } = ctx.task;
  if (payload.startedAt !== undefined) return payload;
  const [known, now] = [await ctx.state.get(cursor), clock.now()];
  const since = known !== undefined && areEventsKeptSince(new Date(known), now) ? known : undefined;
  return { ...payload, startedAt: now.toISOString(), since };
};

/** Reads a stream of Stripe objects into the customer cache; the first task hands on until all is read. */
export const syncStream = async <T>(
  ctx: SyncContext,
  stream: StripeStream<T>,
  deps: Reading,
): Promise<SyncResult> => {
  const readPage = async (at: SyncPosition): Promise<SourcePage> => {
    const askedAt = deps.clock.now();
    const { rows, next } = await readRows(deps, stream, at, { signal: ctx.signal });
    stream.onRows?.(rows);
    return { sources: rows.map((row) => stream.toSource(row, askedAt)), next };
  };
  const { position, ...result } = await syncPages(
    {
      tenantId: ctx.task.tenantId,
      readPage,
      withTenant: ctx.withTenant,
      onRows: (rows) => ctx.progress({ rows }),
    },
    await whereToStart(ctx, stream.cursor, deps.clock),
  );
  if (result.complete) {
    if (position.startedAt !== undefined) ctx.state.set(stream.cursor, position.startedAt);
    ctx.emit(stream.event, { mode: result.mode, rows: result.rows });
    if (stream.next !== undefined) {
      ctx.enqueue(billingContract, stream.next, {}, { key: scheduleKey(stream.next) });
    }
  } else {
    ctx.enqueue(billingContract, stream.task, position, { key: scheduleKey(stream.task) });
  }
  return result;
};
