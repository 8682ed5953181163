import type { TaskContext } from '@sherpa/agent-kit';
import type { Vendor } from '@sherpa/core';
import { markResolved, pausedWorkflows, retryConflicts, type Db, type MirroredRecord } from '@sherpa/db';
import { resolveRecords, type RecordMapper } from '@sherpa/sync';
import { company } from './company.ts';
import { tellIfSettled } from './customers-settled.ts';
import { onlyAwaited } from './facts/awaited.ts';
import type { Fact } from './facts/fact.ts';
import { isNews, newsSinceOf } from './facts/news.ts';
import { resolveDepsOf } from './resolve-deps.ts';
import type { RecordStates } from './stream-contract.ts';

/** Five thousand objects take seconds. */
const MOST_BATCHES = 25;

/** How an agent makes customers and facts of its part of the mirror. */
export interface MirrorRules {
  readonly system: Vendor;
  readonly mappers: Readonly<Record<string, RecordMapper>>;
  /** What a record has to tell, whether it is news or not. Throws for nothing: what it cannot read tells nothing. */
  readonly factsOf: (record: MirroredRecord) => readonly Fact[];
  /** What is kept of all that changed, in the transaction that makes customers of it. */
  readonly note?: (tx: Db, tenantId: string, records: readonly MirroredRecord[]) => Promise<void>;
}

type Asked = Pick<TaskContext, 'withTenant' | 'advance' | 'settings' | 'send'> & {
  readonly task: { readonly tenantId: string };
};

/** How the task goes on: marks what was told, and looks for more. */
export interface ResolveDoors {
  settle(records: RecordStates['records']): void;
  again(): void;
}

/** Which state of which object it is. */
export const stateOf = ({
  connectionId,
  objectType,
  externalId,
  contentHash,
  isDeleted,
}: MirroredRecord) => ({
  connectionId,
  objectType,
  externalId,
  contentHash,
  isDeleted,
});

/**
 * Makes customers of what has changed in the mirror, and tells what it says to whom it concerns. Records that
 * tell something are marked by a task of their own, committed with the messages: should this one die before it
 * is recorded, they are found again, and the messages' keys keep them one.
 */
export const resolveMirror = async (ctx: Asked, rules: MirrorRules, doors: ResolveDoors) => {
  const { system, mappers, factsOf, note } = rules;
  const { newsSince } = await ctx.settings(company);
  const { sinceOf, paused } = await ctx.withTenant(async (tx) => ({
    sinceOf: await newsSinceOf(tx, system, newsSince),
    paused: await pausedWorkflows(tx),
  }));
  const newsOf = (record: MirroredRecord): readonly Fact[] => {
    const since = sinceOf(record.connectionId);
    return factsOf(record).filter(
      (one) => isNews(one, since) && (one.begins === undefined || !paused.has(one.begins)),
    );
  };
  const { resolved, setAside, told, isMore } = await resolveRecords(resolveDepsOf(ctx), {
    system,
    mappers,
    isTold: (record) => newsOf(record).length > 0,
    note: (tx, records) => note?.(tx, ctx.task.tenantId, records) ?? Promise.resolve(),
    mostBatches: MOST_BATCHES,
  });
  const telling = told.flatMap((record) => newsOf(record).map((one) => ({ one, record })));
  const heard = await onlyAwaited(
    ctx,
    telling.map(({ one }) => one),
  );
  const said = new Set<MirroredRecord>();
  for (const { one, record } of telling) {
    if (!heard.has(one)) continue;
    one.tell(ctx, record.writtenBy === null ? {} : { causedBy: record.writtenBy });
    said.add(record);
  }
  // Of what nobody waits for nobody is told, so that it needs no task of its own.
  const quiet = told.filter((record) => !said.has(record)).map(stateOf);
  await retryConflicts(() =>
    ctx.withTenant((tx) => markResolved(tx, { tenantId: ctx.task.tenantId, system, records: quiet })),
  );
  if (said.size > 0) doors.settle([...said].map(stateOf));
  if (isMore) doors.again();
  else await tellIfSettled(ctx);
  return { resolved, setAside };
};

type Settling = Pick<TaskContext, 'withTenant'> & {
  readonly task: { readonly tenantId: string; readonly payload: RecordStates };
};

/** Marks objects of which somebody has been told for certain. */
export const settleMirror = async (ctx: Settling, system: Vendor): Promise<{ settled: number }> => {
  const { tenantId, payload } = ctx.task;
  const { records } = payload;
  await retryConflicts(() => ctx.withTenant((tx) => markResolved(tx, { tenantId, system, records })));
  await tellIfSettled(ctx);
  return { settled: records.length };
};
