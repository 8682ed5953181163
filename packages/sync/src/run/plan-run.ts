import type { RunPlan, StreamState, SyncLane } from '@sherpa/db';
import type { BoundStream } from '../stream/bind-stream.ts';
import { parsePhase } from './position.ts';

/** What a task wants of a stream. */
export interface Wanted {
  readonly lane: SyncLane;
  /** Everything again, whatever is known. */
  readonly full: boolean;
  /** Anew, whatever is under way. */
  readonly afresh?: boolean | undefined;
  /** The task: asked a second time, it goes on with what it began. */
  readonly taskId: string;
}

type Declared = Pick<BoundStream, 'fingerprint' | 'changes'>;

/** Events at the very edge can vanish between two pages. */
const EDGE_MS = 3_600_000;

const canResume = ({ run }: StreamState, stream: Declared, wanted: Wanted): boolean => {
  const { lane, full, taskId, afresh = false } = wanted;
  if (afresh || run === undefined || parsePhase(run.phase) === undefined) return false;
  if (run.fingerprint !== stream.fingerprint) return false;
  if (lane === 'audit') return run.mode === 'audit';
  if (run.mode !== 'full' && run.mode !== 'incremental') return false;
  return !full || run.mode === 'full' || run.startedBy === taskId;
};

/** From when on changes are asked for; undefined where only a full run finds them all. */
const sinceOf = ({ freshAt, fingerprint }: StreamState, stream: Declared, now: Date): Date | undefined => {
  if (freshAt === null || fingerprint !== stream.fingerprint) return undefined;
  const { changes } = stream;
  const since = new Date(freshAt.getTime() - changes.overlapMs);
  const isKept = changes.kind === 'modified' || now.getTime() - since.getTime() <= changes.keptMs - EDGE_MS;
  return isKept ? since : undefined;
};

/**
 * What is to be done with a stream. One that was never read whole, whose payloads are made of other
 * properties now, or whose vendor has forgotten the changes since, is read whole.
 */
export const planRun = (state: StreamState, stream: Declared, wanted: Wanted, now: Date): RunPlan => {
  if (canResume(state, stream, wanted)) return 'resume';
  const estimatedTotal = state.lastFullRows;
  if (wanted.lane === 'audit') return { mode: 'audit', phase: 'list', since: null, estimatedTotal };
  const since = wanted.full ? undefined : sinceOf(state, stream, now);
  return since === undefined
    ? { mode: 'full', phase: 'list', since: null, estimatedTotal }
    : { mode: 'incremental', phase: 'changes', since, estimatedTotal: null };
};
