import { toAppError, type ErrorCode } from '@sherpa/core';
import { noteError, openRun, readStream, type OpenedRun, type StreamAddress } from '@sherpa/db';
import type { BoundStream } from '../stream/bind-stream.ts';
import { isForbidden, whyOf } from './errors.ts';
import { goThrough } from './go-through.ts';
import { planRun, type Wanted } from './plan-run.ts';
import { makeNow, type RunContext, type RunDeps } from './run-context.ts';
import { begin, LEFT, reportOf, type RunReport } from './run-report.ts';
import type { RunRequest } from './run-request.ts';

/** Not worth a note: they are about the task, or about the ledger itself. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'task_cancelled',
  'conflict',
  'database_unavailable',
  'integration_budget',
  'integration_circuit_open',
]);

const addressOf = (deps: RunDeps, stream: BoundStream, lane: Wanted['lane']): StreamAddress => ({
  tenantId: deps.tenantId,
  connectionId: deps.connectionId,
  system: stream.system,
  stream: stream.name,
  lane,
});

const open = async (deps: RunDeps, stream: BoundStream, request: RunRequest) => {
  const address = addressOf(deps, stream, request.lane);
  const { agent, taskId } = deps;
  const { objectType, fingerprint, freshWithinMs } = stream;
  return deps.withTenant(async (tx) => {
    const state = await readStream(tx, { ...address, lane: 'sync' });
    // What was never read whole has nothing to be compared with.
    if (request.lane === 'audit' && (state?.freshAt ?? null) === null) return undefined;
    const facts = { address, agent, objectType, fingerprint, freshWithinMs };
    const opened = await openRun(tx, facts, taskId, (known, now) =>
      planRun(known, stream, { ...request, taskId }, now),
    );
    return opened && { opened, state };
  });
};

const forbidden = async (on: RunContext, thrown: unknown): Promise<RunReport> => {
  const missingScopes = on.stream.scopesOf(thrown);
  const error = { code: 'integration_unauthorized', scopes: missingScopes };
  await on.deps.withTenant((tx) => noteError(tx, on.run, error));
  return { ...reportOf(on, { ...begin(on), rows: 0 }, false), missingScopes };
};

/** Keeps what went wrong where people see it; that this fails too is not worth hiding the first error. */
const noteFailure = async (on: RunContext, thrown: unknown): Promise<void> => {
  if (PASSING.has(toAppError(thrown).code)) return;
  const { why, details } = whyOf(thrown);
  await on.deps.withTenant((tx) => noteError(tx, on.run, { code: why, ...details })).catch(() => undefined);
};

const contextOf = (
  deps: RunDeps,
  stream: BoundStream,
  { opened, state }: { opened: OpenedRun; state: RunContext['state'] },
): RunContext => ({ deps, stream, run: opened.run, state, now: makeNow(opened.now), refetched: new Set() });

/**
 * Runs a stream, or goes on with it: some pages, each committed with its checkpoint. A type of object that
 * the vendor forbids is told in the report; whatever else goes wrong is thrown.
 */
export const runStream = async (
  deps: RunDeps,
  stream: BoundStream,
  request: RunRequest,
): Promise<RunReport> => {
  const found = await open(deps, stream, request);
  if (found === undefined) return LEFT;
  const isIncremental = found.opened.run.mode === 'incremental';
  const reader = isIncremental ? stream : ((await deps.inBackground?.()) ?? stream);
  const on = contextOf(deps, reader, found);
  try {
    const report = await goThrough(on, request);
    return report ?? (await runStream(deps, stream, { ...request, full: true, afresh: true }));
  } catch (thrown) {
    if (isForbidden(thrown)) return forbidden(on, thrown);
    await noteFailure(on, thrown);
    throw thrown;
  }
};
