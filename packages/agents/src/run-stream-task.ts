import type { TaskContext } from '@sherpa/agent-kit';
import { retryConflicts } from '@sherpa/db';
import { runStream, type BoundStream, type RunDeps, type RunProgress, type RunReport } from '@sherpa/sync';
import type { SyncResult } from './stream-contract.ts';

/** A task of 20 pages takes seconds: short enough to be done again, long enough not to be all overhead. */
const PAGES_PER_TASK = 20;

/** Where what is left of a full run goes: behind the day's work. */
export const BACKFILL_PRIORITY = 300;

/** What a stream's task needs of its context, whatever its contract. */
export type StreamContext = Pick<TaskContext, 'signal' | 'withTenant' | 'progress'> & {
  readonly task: { readonly id: string; readonly tenantId: string };
};

const toShown = ({ rows, rowsPerSecond, total, secondsLeft }: RunProgress) => ({
  ...(total === null ? { rows } : { done: rows, total: Math.max(rows, total) }),
  rowsPerSecond,
  ...(secondsLeft === null ? {} : { secondsLeft }),
});

/** A stream's way to the ledger and to the task's people. A page that meets another one's locks is written again. */
export const runDepsOf = (
  { task, signal, withTenant, progress }: StreamContext,
  agent: string,
  connectionId: string,
): RunDeps => ({
  tenantId: task.tenantId,
  connectionId,
  agent,
  signal,
  withTenant: (work) => retryConflicts(() => withTenant(work)),
  onProgress: (now) => progress(toShown(now)),
});

/** What an agent does about what came of a task. */
export interface StreamEnd {
  readonly synced: (run: { mode: RunReport['mode']; rows: number }) => void;
  readonly goOn: (run: { readonly isBackfill: boolean }) => void;
  readonly resolve: () => void;
  readonly quarantined: (told: { stream: string; objects: { externalId: string; why: string }[] }) => void;
  readonly forbidden: (told: { stream: string; scopes: string[] }) => void;
  readonly doubted: (told: { stream: string; known: number; absent: number }) => void;
}

const MOST_TOLD = 100;

const tell = (report: RunReport, { name }: BoundStream, end: StreamEnd): void => {
  if (report.quarantined.length > 0) {
    const objects = report.quarantined
      .slice(0, MOST_TOLD)
      .map(({ externalId, why }) => ({ externalId, why }));
    end.quarantined({ stream: name, objects });
  }
  if (report.missingScopes !== undefined) end.forbidden({ stream: name, scopes: [...report.missingScopes] });
  if (report.doubted !== undefined) end.doubted({ stream: name, ...report.doubted });
};

const goOnAfter = (report: RunReport, end: StreamEnd): void => {
  if (report.missingScopes !== undefined || report.isLeft) return;
  if (report.complete) end.synced({ mode: report.mode, rows: report.rows });
  else end.goOn({ isBackfill: report.mode !== 'incremental' });
};

/** Runs some pages of a stream and says what is to follow. */
export const runStreamTask = async (
  deps: RunDeps,
  stream: BoundStream,
  wanted: {
    readonly lane: 'sync' | 'audit';
    readonly full: boolean;
    readonly acceptAbsence: boolean;
    readonly taskId: string;
  },
  end: StreamEnd,
): Promise<SyncResult> => {
  const report = await runStream(deps, stream, { ...wanted, mostPages: PAGES_PER_TASK });
  tell(report, stream, end);
  if (report.changed > 0) end.resolve();
  goOnAfter(report, end);
  const { mode, rows, complete } = report;
  return { mode, rows, complete, ...(report.missingScopes === undefined ? {} : { forbidden: true }) };
};
