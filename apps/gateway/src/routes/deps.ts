import type { Scheduler } from '@sherpa/agent-kit';
import type { Enqueued } from '@sherpa/api';
import type { Contract, OnDuplicate } from '@sherpa/core';
import type { Database, StagedJobs } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';

interface TaskToEnqueue {
  readonly agent: string;
  readonly type: string;
  readonly payload: unknown;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly onDuplicate?: OnDuplicate | undefined;
  readonly concurrencyKey?: string | undefined;
}

/** What the endpoints stand on; each takes what it uses. */
export interface RouteDeps {
  readonly db: Pick<Database, 'withTenant' | 'ping'>;
  readonly queue: Pick<Queue, 'kind' | 'counts' | 'remove' | 'ping' | 'budgets'>;
  readonly contracts: readonly Contract[];
  /** Commits tasks to the ledger, all or none, and adds their jobs. */
  readonly enqueue: (tenantId: string, tasks: readonly TaskToEnqueue[]) => Promise<readonly Enqueued[]>;
  /** Adds the jobs that a commit owes the queue. */
  readonly dispatch: (staged: StagedJobs) => Promise<void>;
  readonly scheduler: Pick<Scheduler, 'create' | 'resume' | 'run' | 'preview'>;
  readonly log: Logger;
  /** What Prometheus is told. */
  readonly metricsText: () => Promise<string>;
}
