import type { Contract, Json, PayloadInput, ResultOf, TaskName, TaskStatus } from '@sherpa/core';
import type { TaskError } from '@sherpa/db';

/** What a wait may be called: the step under which its outcome is remembered. Counted where absent. */
export interface WaitName {
  readonly name?: string;
}

export interface WaitForOptions extends WaitName {
  /** Milliseconds after which the task goes on without the signal. For ever where absent. */
  readonly timeoutMs?: number;
}

/** What came of waiting for a signal. */
export type SignalOutcome =
  | { readonly kind: 'signal'; readonly payload: Json }
  | { readonly kind: 'timeout' };

/** How one awaited task ended. */
export interface ChildOutcome {
  readonly id: string;
  readonly status: TaskStatus;
  readonly result: Json;
  readonly error: TaskError | null;
}

/** A task to be run and awaited; made by `childTask`. */
export interface ChildTask {
  readonly contract: Contract;
  readonly type: string;
  readonly payload: unknown;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly concurrencyKey?: string | undefined;
}

export interface RunTaskOptions extends WaitName, Pick<ChildTask, 'priority' | 'concurrencyKey'> {}

/** A question to people. */
export interface ApprovalRequest {
  readonly title: string;
  /** What they need to know to decide; ids rather than personal data. */
  readonly detail?: Json;
  /** Whom to ask. Shown; whoever may use the API can decide. */
  readonly askedOf?: readonly string[];
  /** After so many milliseconds the task goes on without an answer. Never where absent. */
  readonly expiresInMs?: number;
  /** After so many milliseconds without an answer `approval.escalated` is told, once. */
  readonly escalateAfterMs?: number;
  /** Whom to ask then as well. */
  readonly escalateTo?: readonly string[];
}

/** What people said, or that they said nothing in time. */
export interface ApprovalOutcome {
  readonly kind: 'decided' | 'expired';
  readonly approved: boolean;
  readonly by: string | null;
  readonly reason: string | null;
}

/**
 * Ways to wait. Each ends the attempt: the task holds no slot, no lease and no job while it waits, and its
 * handler runs again from the start when it goes on, with the outcome remembered. So whatever stands before
 * a wait happens again unless it is a `step` or an `effect`.
 */
export interface Waiting {
  /** Waits for a signal of that name in this tenant; one that was sent since the task was created counts. */
  waitFor(signal: string, options?: WaitForOptions): Promise<SignalOutcome>;
  /** Waits for so many milliseconds. */
  sleep(ms: number, options?: WaitName): Promise<void>;
  /** Waits until that moment (a date, or milliseconds since 1970). */
  sleepUntil(moment: Date | number, options?: WaitName): Promise<void>;
  /**
   * Runs these tasks and waits until all of them have ended, however they did; answers in their order.
   * Cancelling this one cancels those that live.
   */
  runTasks(name: string, tasks: readonly ChildTask[]): Promise<readonly ChildOutcome[]>;
  /**
   * Runs one task and gives its result. Where it did not complete, this one fails for good with its error: it
   * has been tried as often as its own contract says.
   */
  runTask<R extends Contract, T extends TaskName<R>>(
    agent: R,
    type: T,
    payload: PayloadInput<R, T>,
    options?: RunTaskOptions,
  ): Promise<ResultOf<R, T>>;
  /** Asks people, and waits for their decision. */
  approval(name: string, request: ApprovalRequest): Promise<ApprovalOutcome>;
}

/** A task for `runTasks`, its payload typed by the contract. */
export const childTask = <C extends Contract, T extends TaskName<C>>(
  contract: C,
  type: T,
  payload: PayloadInput<C, T>,
  options: Pick<ChildTask, 'priority' | 'delayMs' | 'concurrencyKey'> = {},
): ChildTask => ({ ...options, contract, type, payload });
