import type { BackendFactory, IQueueBackend, Queue as BullQueue } from 'bullmq';
import type { BudgetStore } from './budgets/budget-store.ts';
import type { QueueKind } from './queue-kind.ts';
import type { QueueStore } from './queue-store.ts';

/** How BullMQ is given its connections; the connection option it passes along is not used. */
export type Connect = BackendFactory<IQueueBackend, unknown>;

/** A consumer's own connections. */
export interface ConsumerConnection {
  readonly connect: Connect;
  /** Breaks them, whatever state they seem to be in; they are opened anew by themselves. */
  reset(): void;
  /** Drops them without a word to the server; the way out when a polite goodbye hangs. */
  destroy(): void;
}

/** What differs between Redis and Postgres; all else is the same code. */
export interface Backend {
  readonly kind: QueueKind;
  readonly prefix: string;
  readonly store: QueueStore;
  readonly budgets: BudgetStore;
  ready(): Promise<void>;
  /** Connections of all producers of this process, shared. */
  readonly connectProducer: Connect;
  connectConsumer(): ConsumerConnection;
  /** Removes those of the jobs that are not running. */
  removeJobs(queue: BullQueue, ids: readonly string[]): Promise<void>;
  /** Removes those of the jobs that are completed or failed. */
  removeFinished(queue: BullQueue, ids: readonly string[]): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
