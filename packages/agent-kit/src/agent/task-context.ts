import type {
  Contract,
  EventName,
  EventOf,
  Json,
  MessageName,
  OnDuplicate,
  PayloadInput,
  PayloadOf,
  TaskName,
  WorkName,
} from '@sherpa/core';
import type { Db } from '@sherpa/db';
import type { JobProgress } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { EffectSpec } from './effect-spec.ts';
import type { StateAccess } from './state-access.ts';
import type { WorkflowAccess } from '../workflows/workflow-access.ts';
import type { Waiting } from './waiting.ts';

/** The task being worked on. */
export interface CurrentTask<C extends Contract, N extends WorkName<C>> {
  readonly id: string;
  readonly tenantId: string;
  readonly type: N;
  readonly payload: PayloadOf<C, N>;
  /** From 1; raised by every claim, so it names this very try. */
  readonly attempt: number;
  readonly createdAt: Date;
  /** Set where this task delivers a message. */
  readonly messageId: string | null;
}

export interface SendOptions {
  /** While another task of the receiver holds the same key, this one is not added. */
  readonly key?: string;
  /** 0 first; the contract's own where absent. */
  readonly priority?: number;
  /** Milliseconds until it is due. */
  readonly delayMs?: number;
  /** What becomes of it while another task holds its key; as the receiver's contract says, where absent. */
  readonly onDuplicate?: OnDuplicate;
  /** Tasks of the receiver with the same one run one at a time. */
  readonly concurrencyKey?: string;
  /**
   * The task that it is told to have come of, by its id; the current one, where absent. For a task that acts
   * on what others have found, such as rows of the mirror: `MirroredRecord.writtenBy` names their writer.
   */
  readonly causedBy?: string | undefined;
}

/**
 * What a handler works with. Whatever `state.set`, `send`, `emit` and `enqueue` are given is written in
 * the one transaction that records the result, if this attempt still holds the task; an attempt that fails
 * or stops to wait leaves none of it behind.
 */
export interface TaskContext<C extends Contract = Contract, N extends WorkName<C> = WorkName<C>>
  extends Waiting, WorkflowAccess {
  readonly contract: C;
  readonly task: CurrentTask<C, N>;
  readonly state: StateAccess<C>;
  readonly log: Logger;
  /** Aborted when the task is cancelled, times out, loses its lease or is handed back by a drain. */
  readonly signal: AbortSignal;
  /** Tells another agent something. Throws `ValidationError` if the payload does not fit its contract. */
  send<R extends Contract, M extends MessageName<R>>(
    receiver: R,
    type: M,
    payload: PayloadInput<R, M>,
    options?: SendOptions,
  ): void;
  /** Gives an agent (this one too) a task. Throws `ValidationError` if the payload does not fit. */
  enqueue<R extends Contract, T extends TaskName<R>>(
    agent: R,
    type: T,
    payload: PayloadInput<R, T>,
    options?: SendOptions,
  ): void;
  /** Records a fact of this agent's contract. */
  emit<E extends EventName<C>>(type: E, data: EventOf<C, E>): void;
  /** Shows people how far it is: a percentage, or counts and ids of its own. Never personal data. */
  progress(progress: JobProgress): void;
  /**
   * Does a piece of the task once: its result is remembered, and a later attempt gets it without
   * calling `fn` again. It must be JSON, and the name the only one of its kind in the task. An attempt
   * that no longer holds the task remembers nothing and ends.
   */
  step<T extends Json>(name: string, fn: () => Promise<T> | T): Promise<T>;
  /**
   * Writes to a vendor once, as far as that vendor lets us (`docs/steps-and-effects.md`). The intent is
   * in the ledger before `perform` is called, the outcome after; a later attempt gets the outcome, or
   * asks `verify` whether the write landed before it makes it again under the same key.
   */
  effect<T extends Json>(name: string, spec: EffectSpec<T>): Promise<T>;
  /**
   * Writes at once, in a transaction of its own, as this tenant. For rows that may be written twice,
   * since a later attempt will write them again. Use only `tx` inside: another transaction begun there
   * (`state.get` reads in one) waits for a second connection.
   */
  withTenant<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /**
   * As `withTenant`, for what a later attempt goes on from: a checkpoint. Where it `isFurther` (always, unless told
   * otherwise) no attempt before this one is held against the task any more, so that a long task is not given up
   * for the workers that died under it as long as it gets on. A new step does the same.
   */
  advance<T>(work: (tx: Db) => Promise<T>, isFurther?: (result: T) => boolean): Promise<T>;
}
