import type { FleetStatus } from '@sherpa/api';
import type { QueueKind } from '@sherpa/queue';

/** True when nothing is left to do. */
export const isIdle = ({ tasks, messages, schedulesDue }: FleetStatus): boolean => {
  const live = (tasks.pending ?? 0) + (tasks.in_progress ?? 0) + (tasks.waiting ?? 0);
  return live === 0 && (messages.pending ?? 0) === 0 && schedulesDue === 0;
};

/** What a run was. */
export interface RunFacts {
  readonly queue: QueueKind;
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** The counts at the end; undefined when the run ended before it was idle. */
  readonly status: FleetStatus | undefined;
  /** Failed tasks that the ledger held before. */
  readonly failedBefore: number;
  readonly seconds: number;
}

/** True when the run came to its end and no task of it failed for good. */
export const wentWell = ({ status, failedBefore }: RunFacts): boolean =>
  status !== undefined && (status.tasks.failed ?? 0) <= failedBefore;

/** The run as the JSON object that scripts read. */
export const toSummary = (facts: RunFacts) => ({
  ok: wentWell(facts),
  queue: facts.queue,
  processes: facts.processes,
  tasks: facts.status?.tasks ?? {},
  messages: facts.status?.messages ?? {},
  customers: facts.status?.customers ?? 0,
  events: facts.status?.events ?? 0,
  seconds: facts.seconds,
});
