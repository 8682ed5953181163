import {
  noteError,
  noteTotal,
  openRun,
  readStream,
  type AbsentObjects,
  type OpenedRun,
  type PoisonObject,
  type StreamAddress,
} from '@sherpa/db';
import { toAppError, type ErrorCode } from '@sherpa/core';
import type { BoundStream } from '../stream/bind-stream.ts';
import { isForbidden, whyOf } from './errors.ts';
import { placeAfter } from './next-place.ts';
import type { PageRead, Place } from './page-read.ts';
import { planRun, type Wanted } from './plan-run.ts';
import { parsePhase, parsePosition } from './position.ts';
import { readPage } from './read-page.ts';
import { recover } from './recover.ts';
import { makeNow, progressOf, type RunContext, type RunDeps } from './run-context.ts';
import { compare, writePage } from './write-page.ts';

/** What is asked of a stream. */
export interface RunRequest extends Wanted {
  /** Pages to read before the rest is left to another task. */
  readonly mostPages: number;
  /** Believe a listing that lacks most of what was there before. */
  readonly acceptAbsence: boolean;
}

/** What a task did of a run. */
export interface RunReport {
  readonly mode: 'full' | 'incremental' | 'audit';
  /** Objects read by the whole run so far. */
  readonly rows: number;
  /** Of the objects that this task read, those that were new, other or gone. */
  readonly changed: number;
  /** False if the next task goes on. */
  readonly complete: boolean;
  /** Where the vendor does not give this type of object to these credentials: what they lack. */
  readonly missingScopes: readonly string[] | undefined;
  /** True where there was nothing to do for it: nothing to audit yet. */
  readonly isLeft: boolean;
  readonly quarantined: readonly PoisonObject[];
  /** A listing that lacked so much that it proves nothing. */
  readonly doubted: AbsentObjects | undefined;
}

/** So many objects may be gone at once without anybody wondering. */
const FEW = 20;
const MOST_ABSENT = 0.5;

const isDoubtful = ({ known, absent }: AbsentObjects): boolean =>
  absent > FEW && absent > known * MOST_ABSENT;

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
  const { agent } = deps;
  const { objectType, fingerprint, freshWithinMs } = stream;
  return deps.withTenant(async (tx) => {
    const state = await readStream(tx, { ...address, lane: 'sync' });
    // What was never read whole has nothing to be compared with.
    if (request.lane === 'audit' && (state?.freshAt ?? null) === null) return undefined;
    const facts = { address, agent, objectType, fingerprint, freshWithinMs };
    const opened = await openRun(tx, facts, request.taskId, (known, now) =>
      planRun(known, stream, request, now),
    );
    return opened && { opened, state };
  });
};

const totalOf = async (on: RunContext): Promise<number | null> => {
  const { run, stream, deps } = on;
  if (run.mode === 'incremental' || run.pages > 0 || run.estimatedTotal !== null) return run.estimatedTotal;
  // Only for people: what keeps it from being told will be told by the first page.
  const total = await stream.count({ signal: deps.signal }).catch(() => undefined);
  if (total !== undefined) await deps.withTenant((tx) => noteTotal(tx, run, total));
  return total ?? null;
};

/** Reads a page, by another way where the first one fails. */
const readWithCare = async (
  on: RunContext,
  pages: number,
  start: Place,
  ahead: Promise<PageRead> | undefined,
): Promise<PageRead> => {
  let place = start;
  let reading = ahead;
  for (;;) {
    try {
      return await (reading ?? readPage(on, place));
    } catch (thrown) {
      const recovery = await recover(on, pages, place, thrown);
      if ('read' in recovery) return recovery.read;
      reading = undefined;
      place = recovery.at;
    }
  }
};

/** What does not depend on what is being written may be asked for meanwhile. */
const readAhead = (on: RunContext, next: Place | undefined): Promise<PageRead> | undefined => {
  if (next === undefined || next.phase === 'compare' || next.phase === 'confirm') return undefined;
  const reading = readPage(on, next);
  // Whoever waits for it hears of it; until then it is nobody's.
  reading.catch(() => undefined);
  return reading;
};

interface Tally {
  readonly pages: number;
  readonly rows: number;
  readonly changed: number;
  readonly quarantined: readonly PoisonObject[];
  readonly doubted: AbsentObjects | undefined;
}

const reportOf = (on: RunContext, tally: Tally, complete: boolean): RunReport => ({
  mode: on.run.mode === 'audit' || on.run.mode === 'incremental' ? on.run.mode : 'full',
  rows: tally.rows,
  changed: tally.changed,
  complete,
  missingScopes: undefined,
  isLeft: false,
  quarantined: tally.quarantined,
  doubted: tally.doubted,
});

interface Step {
  readonly tally: Tally;
  readonly next: Place | undefined;
  readonly ahead: Promise<PageRead> | undefined;
}

const takeCompare = async (
  on: RunContext,
  tally: Tally,
  read: PageRead,
  request: RunRequest,
): Promise<Step> => {
  const after = (found: AbsentObjects): Place | undefined => {
    const isNothing = found.absent === 0 || (isDoubtful(found) && !request.acceptAbsence);
    return isNothing ? undefined : placeAfter(on, read);
  };
  const { page, found, next } = await compare(on, tally.pages, read, after);
  const doubted = isDoubtful(found) && next === undefined ? found : undefined;
  return { tally: { ...tally, pages: page.pages, doubted }, next, ahead: undefined };
};

const takePage = async (on: RunContext, tally: Tally, read: PageRead, isLast: boolean): Promise<Step> => {
  const next = placeAfter(on, read);
  const ahead = isLast ? undefined : readAhead(on, next);
  const page = await writePage(on, tally.pages, read, next);
  return {
    next,
    ahead,
    tally: {
      ...tally,
      pages: page.pages,
      rows: page.rows,
      changed: tally.changed + page.changed,
      quarantined: [...tally.quarantined, ...page.poison],
    },
  };
};

const startOf = ({ run }: RunContext): Place => ({
  phase: parsePhase(run.phase) ?? (run.mode === 'incremental' ? 'changes' : 'list'),
  position: parsePosition(run.position),
});

/** Goes through pages until all is read, or as many are as one task may; undefined where it must begin anew. */
const goThrough = async (on: RunContext, request: RunRequest): Promise<RunReport | undefined> => {
  const total = await totalOf(on);
  let place = startOf(on);
  let ahead: Promise<PageRead> | undefined;
  let tally: Tally = {
    pages: on.run.pages,
    rows: on.run.rows,
    changed: 0,
    quarantined: [],
    doubted: undefined,
  };
  for (let count = 1; count <= request.mostPages; count += 1) {
    const read = await readWithCare(on, tally.pages, place, ahead);
    if (read.isForgotten === true) return undefined;
    const isLast = count === request.mostPages;
    const step: Step =
      read.from.phase === 'compare'
        ? await takeCompare(on, tally, read, request)
        : await takePage(on, tally, read, isLast);
    ({ tally, ahead } = step);
    on.deps.onProgress?.(progressOf(on, tally.rows, total));
    if (step.next === undefined) return reportOf(on, tally, true);
    place = step.next;
  }
  return reportOf(on, tally, false);
};

const forbidden = async (on: RunContext, thrown: unknown): Promise<RunReport> => {
  const missingScopes = on.stream.scopesOf(thrown);
  const error = { code: 'integration_unauthorized', scopes: missingScopes };
  await on.deps.withTenant((tx) => noteError(tx, on.run, error));
  const nothing = { pages: 0, rows: 0, changed: 0, quarantined: [], doubted: undefined };
  return { ...reportOf(on, nothing, false), missingScopes };
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

const LEFT: RunReport = {
  mode: 'audit',
  rows: 0,
  changed: 0,
  complete: true,
  missingScopes: undefined,
  isLeft: true,
  quarantined: [],
  doubted: undefined,
};

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
  const on = contextOf(deps, stream, found);
  try {
    const report = await goThrough(on, request);
    return report ?? (await runStream(deps, stream, { ...request, full: true, afresh: true }));
  } catch (thrown) {
    if (isForbidden(thrown)) return forbidden(on, thrown);
    await noteFailure(on, thrown);
    throw thrown;
  }
};
