import type { Db, StreamState, SyncRun } from '@sherpa/db';
import type { Asking, BoundStream } from '../stream/bind-stream.ts';

/** How far a run is, for people. */
export interface RunProgress {
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
}

/** What a stream is run with. */
export interface RunDeps {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly agent: string;
  /** The task that runs it: asked a second time it goes on with what it began, and the rows know who wrote them. */
  readonly taskId: string;
  /** One transaction as this tenant. */
  readonly withTenant: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  /** The same, for what takes the run further than those who began it have come; `withTenant` where absent. */
  readonly advance?: (<T>(work: (tx: Db) => Promise<T>) => Promise<T>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The same stream, read by calls that let others go first: what runs that read everything are given. */
  readonly inBackground?: (() => Promise<BoundStream>) | undefined;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A run under way in this process. */
export interface RunContext {
  readonly deps: RunDeps;
  readonly stream: BoundStream;
  readonly run: SyncRun;
  readonly state: StreamState | undefined;
  /** By the database's clock. */
  readonly now: () => Date;
  /** Objects that events named and that were asked for since. */
  readonly refetched: Set<string>;
}

/** One transaction that takes a run further. */
export const advance = <T>({ deps }: RunContext, work: (tx: Db) => Promise<T>): Promise<T> =>
  (deps.advance ?? deps.withTenant)(work);

/** For a request that begins now. */
export const askingOf = ({ deps, now }: RunContext): Asking => ({ askedAt: now(), signal: deps.signal });

/** The database's clock from here: what it said, and what has passed since. */
export const makeNow = (saidAt: Date): (() => Date) => {
  const startedMs = performance.now();
  return () => new Date(saidAt.getTime() + performance.now() - startedMs);
};

/** How far a run is after so many rows. */
export const progressOf = ({ run, now }: RunContext, rows: number, total: number | null): RunProgress => {
  const seconds = (now().getTime() - run.startedAt.getTime()) / 1_000;
  const rowsPerSecond = seconds <= 0 ? 0 : rows / seconds;
  const secondsLeft =
    total === null || rowsPerSecond === 0 ? null : Math.ceil(Math.max(0, total - rows) / rowsPerSecond);
  return { rows, rowsPerSecond: Math.round(rowsPerSecond), total, secondsLeft };
};
