import type { AttemptReport } from '@sherpa/agent-kit';
import type { Metrics } from '@sherpa/telemetry';

const OUTCOMES = {
  completed: 'completed',
  failed: 'failed',
  pending: 'retried',
  cancelled: 'cancelled',
  waiting: 'parked',
} as const;

/** Counts and times every attempt; one that will be tried again is `retried`. */
export const observeAttempts =
  (metrics: Pick<Metrics, 'observeTask'>) =>
  (report: AttemptReport): void =>
    metrics.observeTask({ ...report, outcome: OUTCOMES[report.outcome] });
