import type { DryRunPlan } from '@sherpa/core';

export const emptyPlan = (): DryRunPlan => ({
  effects: [],
  messages: [],
  tasks: [],
  events: [],
  approvals: [],
  cases: [],
  state: {},
  waits: [],
  notes: [],
  result: null,
  nothing: null,
  stopped: null,
});

/** Ends a dry run where what comes next depends on what nobody knows yet. */
export class DryRunStopped extends Error {}
