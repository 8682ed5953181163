import { scheduleKey } from '@sherpa/core';
import { retryConflicts } from '@sherpa/db';
import { runStream, type BoundStream, type RunDeps, type RunProgress, type RunReport } from '@sherpa/sync';
import { maySettle, tellIfSettled } from './customers-settled.ts';
import type { SyncResult } from './stream-contract.ts';
import type { FollowUp, StreamContext, StreamDoors, StreamTeller } from './stream-doors.ts';

/** A task of 20 pages takes seconds: short enough to be done again, long enough not to be all overhead. */
const PAGES_PER_TASK = 20;

/** Where what is left of a full run goes: behind the day's work. */
const BACKFILL_PRIORITY = 300;

const MOST_TOLD = 100;

const toShown = ({ rows, rowsPerSecond, total, secondsLeft }: RunProgress) => ({
  ...(total === null ? { rows } : { done: rows, total: Math.max(rows, total) }),
  rowsPerSecond,
  ...(secondsLeft === null ? {} : { secondsLeft }),
});

/** A stream's way to the ledger and to the task's people. A page that meets another one's locks is written again. */
export const runDepsOf = (
  { task, signal, withTenant, advance, progress }: StreamContext,
  agent: string,
  connectionId: string,
): RunDeps => ({
  tenantId: task.tenantId,
  connectionId,
  agent,
  taskId: task.id,
  signal,
  withTenant: (work) => retryConflicts(() => withTenant(work)),
  advance: (work) => retryConflicts(() => advance(work)),
  onProgress: (now) => progress(toShown(now)),
});

/** What a task of a stream does. */
export interface StreamWork<Name extends string> {
  readonly name: Name;
  readonly lane: 'sync' | 'audit';
  readonly full: boolean;
  readonly acceptAbsence: boolean;
  /** The stream that is read when this one has been. */
  readonly next: Name | undefined;
}

/** A task of a stream and everybody it has to do with. */
export interface StreamTask<Name extends string> {
  readonly work: StreamWork<Name>;
  readonly deps: RunDeps;
  readonly stream: BoundStream;
  readonly ctx: StreamContext & StreamTeller;
  readonly doors: StreamDoors<Name>;
}

const tell = (teller: StreamTeller, stream: string, report: RunReport): void => {
  const { quarantined, missingScopes, doubted } = report;
  if (quarantined.length > 0) {
    const objects = quarantined.slice(0, MOST_TOLD).map(({ externalId, why }) => ({ externalId, why }));
    teller.emit('sync.quarantined', { stream, objects });
  }
  if (missingScopes !== undefined) teller.emit('sync.forbidden', { stream, scopes: [...missingScopes] });
  if (doubted !== undefined) teller.emit('sync.doubted', { stream, ...doubted });
};

/** One at a time for each connection, the schedule's own included. */
const followUp = (task: string, connectionId: string, priority?: number): FollowUp => ({
  payload: { connectionId },
  options: {
    key: scheduleKey(task, undefined, connectionId),
    ...(priority === undefined ? {} : { priority }),
  },
});

const goOn = <Name extends string>({ work, deps, doors }: StreamTask<Name>, report: RunReport): void => {
  const { name, lane, next } = work;
  const isForbidden = report.missingScopes !== undefined;
  if (!isForbidden && !report.isLeft && !report.complete) {
    const task = `${name}.${lane}` as const;
    const priority = report.mode === 'incremental' ? undefined : BACKFILL_PRIORITY;
    doors.enqueue(task, followUp(task, deps.connectionId, priority));
  }
  if (!isForbidden && !report.isLeft && report.complete)
    doors.synced(name, { mode: report.mode, rows: report.rows });
  // A kind that the vendor refuses does not keep the others from being read.
  if (next !== undefined && (report.complete || isForbidden)) {
    const task = `${next}.sync` as const;
    doors.enqueue(task, followUp(task, deps.connectionId));
  }
};

/** Runs some pages of a stream, tells what is to be told and says what is to follow. */
export const runStreamTask = async <Name extends string>(task: StreamTask<Name>): Promise<SyncResult> => {
  const { work, deps, stream, ctx, doors } = task;
  const { lane, full, acceptAbsence, name } = work;
  const report = await runStream(deps, stream, {
    lane,
    full,
    acceptAbsence,
    mostPages: PAGES_PER_TASK,
  });
  tell(ctx, name, report);
  if (report.changed > 0) doors.resolve();
  // Else whoever makes customers of what has changed tells.
  else if (report.complete && maySettle(stream.objectType)) await tellIfSettled(ctx);
  goOn(task, report);
  const { mode, rows, complete } = report;
  return { mode, rows, complete, ...(report.missingScopes === undefined ? {} : { forbidden: true }) };
};
