import type { Budgets } from '@sherpa/core';
import type { Queue as BullQueue } from 'bullmq';
import type { Consumer, ConsumeOptions } from './consumer/consumer.ts';
import type { JobCounts, JobEntry } from './producer/job-entry.ts';
import type { QueueKind } from './queue-kind.ts';
import type { QueueStore } from './queue-store.ts';

/**
 * The way to every agent's queue, on Redis or on Postgres alike. It is an index of the ledger: a job
 * carries a task's id and nothing else, and all of it may be lost and added again.
 */
export interface Queue {
  readonly kind: QueueKind;
  /** The server behind it, to notice whether it has lost what it held. */
  readonly store: QueueStore;
  /** How many calls each account at a vendor may still get, for the whole fleet. */
  readonly budgets: Budgets;
  /**
   * Resolves once the server answers and, on Postgres, BullMQ's schema is there; safe from many
   * starters at once. Rejects soon if the server cannot be reached; may be called again.
   */
  ready(): Promise<void>;
  /** Adds jobs in bulk. One whose id is still in the queue, in whatever state, is left alone. */
  add(agent: string, entries: readonly JobEntry[]): Promise<void>;
  /** Like `add`, but what is left of a finished or failed job of the same id is replaced by a live one. */
  ensure(agent: string, entries: readonly JobEntry[]): Promise<void>;
  /** Takes jobs out of the queue. One that is running is left alone; one that is not there is no error. */
  remove(agent: string, taskIds: readonly string[]): Promise<void>;
  counts(agent: string): Promise<JobCounts>;
  /** The agent's queue as Bull Board wants it; owned by this queue and closed with it. */
  boardQueue(agent: string): BullQueue;
  /** Starts to work on an agent's jobs at once. Survives the loss of the server and goes on by itself. */
  consume(options: ConsumeOptions): Consumer;
  /** Rejects if the server does not answer within seconds. */
  ping(): Promise<void>;
  /** Lets go of all connections; its consumers must have been closed before. */
  close(): Promise<void>;
}
