import type { Json } from '@sherpa/core';

/** What a task would do: the result of a dry run. */
export interface DryRunPlan {
  /** Writes to vendors, in their order. */
  readonly effects: { name: string; vendor: string; key: string | null; intent: Json }[];
  readonly messages: { agent: string; type: string; payload: Json }[];
  readonly tasks: { agent: string; type: string; payload: Json }[];
  readonly events: { type: string; data: Json }[];
  /** People who would be asked; it goes on as if they had said yes. */
  readonly approvals: { title: string; detail: Json; askedOf: readonly string[] }[];
  readonly state: Record<string, Json>;
  /** What it would wait for. */
  readonly waits: string[];
  /** Why the rest cannot be told; null where this is all. */
  stopped: string | null;
}

export const emptyPlan = (): DryRunPlan => ({
  effects: [],
  messages: [],
  tasks: [],
  events: [],
  approvals: [],
  state: {},
  waits: [],
  stopped: null,
});

/** Ends a dry run where what comes next depends on what nobody knows yet. */
export class DryRunStopped extends Error {}
