import type { Json } from '@sherpa/core';
import type { WaitKind } from '../schema/waiting.ts';
import type { NewTask } from '../tasks/new-task.ts';

export type { WaitKind };

/** A question to people that a task cannot go on without. */
export interface NewApproval {
  readonly id: string;
  readonly title: string;
  readonly detail: Json;
  /** Whom to ask. */
  readonly askedOf: readonly string[];
  /** From now, by the database's clock, as all times of a wait. */
  readonly expiresInMs?: number | undefined;
  readonly escalateAfterMs?: number | undefined;
  readonly escalateTo: readonly string[];
}

/** What an attempt ends with instead of a result: what its task waits for, and the step that remembers the outcome. */
export type NewWait =
  | { readonly kind: 'timer'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'timer'; readonly name: string; readonly until: Date }
  | {
      readonly kind: 'signal';
      readonly name: string;
      readonly signal: string;
      /** Signals that this task has had before: they do not count again. */
      readonly seen: readonly string[];
      readonly timeoutMs?: number | undefined;
    }
  | { readonly kind: 'tasks'; readonly name: string; readonly tasks: readonly NewTask[] }
  | { readonly kind: 'approval'; readonly name: string; readonly approval: NewApproval };

/** A task that just stopped to wait. */
export interface ParkedTask {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly wait: NewWait;
}
