import type { Scheduler } from '@sherpa/agent-kit';
import type { Enqueued } from '@sherpa/api';
import type { Contract } from '@sherpa/core';
import type { Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';

interface TaskToEnqueue {
  readonly agent: string;
  readonly type: string;
  readonly payload: unknown;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
}

/** What the endpoints stand on; each takes what it uses. */
export interface RouteDeps {
  readonly db: Pick<Database, 'withTenant' | 'ping'>;
  readonly queue: Pick<Queue, 'kind' | 'counts' | 'ensure' | 'remove' | 'ping'>;
  readonly contracts: readonly Contract[];
  /** Commits tasks to the ledger, all or none, and adds their jobs. */
  readonly enqueue: (tenantId: string, tasks: readonly TaskToEnqueue[]) => Promise<readonly Enqueued[]>;
  readonly scheduler: Pick<Scheduler, 'create' | 'resume' | 'run' | 'preview'>;
  readonly log: Logger;
  /** What Prometheus is told. */
  readonly metricsText: () => Promise<string>;
}
