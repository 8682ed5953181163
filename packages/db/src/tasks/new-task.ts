import type { Json, KeepKey, OnDuplicate } from '@sherpa/core';
import type { TaskOrigin } from './task.ts';

/** A task to be: everything is decided by the caller but its place in time, which is the database's. */
export interface NewTask {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly payload: Json;
  readonly priority: number;
  readonly maxAttempts: number;
  /** Milliseconds from now, by the database's clock. */
  readonly delayMs: number;
  readonly origin: TaskOrigin;
  /** While another task of this agent holds the same key, this one is not inserted. */
  readonly key?: string | undefined;
  readonly keepKey: KeepKey;
  /** What becomes of it while another one holds its key. It is dropped, where absent. */
  readonly onDuplicate?: OnDuplicate | undefined;
  readonly messageId?: string | undefined;
  readonly causedBy?: string | undefined;
  /** How often agents have handed the matter on. None, where absent. */
  readonly hops?: number | undefined;
  /** Tasks of one agent and tenant with the same one run one at a time. */
  readonly concurrencyKey?: string | undefined;
  /** A waiting task that goes on when this one has ended. */
  readonly awaitedBy?: string | undefined;
}
