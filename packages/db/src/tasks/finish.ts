import type { Json } from '@sherpa/core';
import type { NewWait } from '../waits/wait.ts';
import type { NewTask } from './new-task.ts';
import type { TaskError } from './task.ts';

/** How an attempt ended. */
export type Outcome =
  | { readonly status: 'completed'; readonly result: Json }
  | { readonly status: 'failed'; readonly error: TaskError }
  | {
      readonly status: 'pending';
      readonly error: TaskError;
      readonly delayMs: number;
      /** False for an attempt that is not held against the task. */
      readonly counted: boolean;
    }
  | { readonly status: 'cancelled'; readonly error: TaskError }
  /** It goes on when what it waits for has come; the attempt is not held against it. */
  | { readonly status: 'waiting'; readonly wait: NewWait };

export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Json;
}

/** A value to remember; `version` is the one that was read, 0 where there was none. */
export interface StateChange {
  readonly key: string;
  readonly value: Json;
  readonly version: number;
}

/** A message and the task of the receiver that delivers it. */
export interface NewMessage {
  readonly id: string;
  readonly delivery: NewTask;
}

/** Everything an attempt leaves behind: committed whole if it still holds the fence, or not at all. */
export interface Finish {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly attempt: number;
  readonly workerId: string;
  readonly type: string;
  readonly priority: number;
  /** How long the attempt ran, in milliseconds. */
  readonly ranMs: number;
  /** Requests to vendors that it made. */
  readonly vendorCalls: number;
  /** False for a task that came in a pack: what is left of it needs a job of its own. */
  readonly hasOwnJob: boolean;
  /** It runs under a concurrency key, so that another's turn comes with its end. */
  readonly hasTurn: boolean;
  readonly outcome: Outcome;
  readonly state: readonly StateChange[];
  readonly events: readonly NewEvent[];
  readonly messages: readonly NewMessage[];
  readonly tasks: readonly NewTask[];
}

/**
 * `fenced`: somebody else holds the task by now and nothing was kept. `state_conflict`: another task
 * changed the same state meanwhile and nothing was kept; the attempt may be tried again. `error`:
 * the database refused it, alone.
 */
export type FinishAnswer =
  | { readonly id: string; readonly kind: 'committed' }
  | { readonly id: string; readonly kind: 'fenced' }
  | { readonly id: string; readonly kind: 'state_conflict' }
  | { readonly id: string; readonly kind: 'error'; readonly error: unknown };
