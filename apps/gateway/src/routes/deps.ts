import type { Enqueuer, Scheduler } from '@sherpa/agent-kit';
import type { Enqueued } from '@sherpa/api';
import type { Contract, OnDuplicate } from '@sherpa/core';
import type { Database, Rotation, StagedJobs, Vault } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { AskVendor } from '../connections/ask-vendor.ts';

/** A task that somebody asks for, not yet looked at. */
export interface TaskToEnqueue {
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
  /** Commits tasks with what causes them, in the caller's transaction. */
  readonly enqueueIn: Enqueuer['enqueueIn'];
  /** Adds the jobs that a commit owes the queue. */
  readonly dispatch: (staged: StagedJobs) => Promise<void>;
  readonly scheduler: Pick<Scheduler, 'create' | 'resume' | 'run' | 'preview'>;
  /** Seals and opens the credentials of connections. */
  readonly vault: Vault;
  readonly askVendor: AskVendor;
  /** Seals the credentials of all tenants with the current key. */
  readonly rotateKeys: () => Promise<Rotation>;
  readonly log: Logger;
  /** What Prometheus is told. */
  readonly metricsText: () => Promise<string>;
}
