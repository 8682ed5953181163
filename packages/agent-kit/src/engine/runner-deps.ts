import type { Database, Outcome, Tenant } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { RunnableAgent } from '../agent/base-agent.ts';

/** How one attempt went, for metrics. */
export interface AttemptReport {
  readonly agent: string;
  readonly type: string;
  readonly outcome: Outcome['status'];
  /** From when it was due until it was claimed, in milliseconds. */
  readonly waitMs: number;
  readonly runMs: number;
}

export interface RunnerDeps {
  readonly agent: RunnableAgent;
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  /** The tenant of jobs that others add without naming one. */
  readonly defaultTenant: Tenant;
  /** Tasks at the same time. */
  readonly concurrency: number;
  /** How long a task stays ours without a heartbeat, in milliseconds. */
  readonly leaseMs: number;
  readonly onAttempt?: (report: AttemptReport) => void;
  /** [0, 1), for the jitter of retries. */
  readonly random?: () => number;
}
