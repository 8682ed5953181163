import { findWork, newId, toJson, type Contract, type WorkName } from '@sherpa/core';
import { readState, type Db, type Task } from '@sherpa/db';
import { makeState } from '../agent/state-access.ts';
import type { CurrentTask, TaskContext } from '../agent/task-context.ts';
import type { ChildOutcome, Waiting } from '../agent/waiting.ts';
import { makeOutbox } from '../engine/outbox.ts';
import { makeRunTask } from '../waits/run-task.ts';
import { makeWorkflowAccess } from '../workflows/workflow-access.ts';
import { DryRunStopped, type DryRunPlan } from './plan.ts';

export interface DryContextDeps {
  readonly contract: Contract;
  readonly whole: Task;
  readonly task: CurrentTask<Contract, WorkName<Contract>>;
  readonly signal: AbortSignal;
  readonly log: TaskContext['log'];
  /** One transaction for all of it, which is rolled back at the end. */
  readonly tx: Db;
  readonly plan: DryRunPlan;
}

const stop = (plan: DryRunPlan, wait: string): never => {
  plan.waits.push(wait);
  throw new DryRunStopped(`It goes on when that has come: ${wait}.`);
};

const runTasksOf =
  (plan: DryRunPlan): Waiting['runTasks'] =>
  async (name, tasks) => {
    const outcomes: ChildOutcome[] = [];
    for (const { contract, type, payload } of tasks) {
      plan.tasks.push({ agent: contract.agent, type, payload: toJson(payload) ?? null });
      const { pretend } = findWork(contract, type);
      if (pretend !== undefined)
        outcomes.push({ id: newId(), status: 'completed', result: pretend, error: null });
    }
    return outcomes.length === tasks.length ? outcomes : stop(plan, `the tasks of ${name}`);
  };

const waitsOf = (plan: DryRunPlan): Waiting => ({
  runTasks: runTasksOf(plan),
  runTask: makeRunTask(runTasksOf(plan)),
  waitFor: async (signal) => stop(plan, `the signal ${signal}`),
  sleep: async (ms) => void plan.waits.push(`${ms} ms`),
  sleepUntil: async (moment) => void plan.waits.push(`until ${new Date(moment).toISOString()}`),
  approval: async (_name, { title, detail, askedOf = [] }) => {
    plan.approvals.push({ title, detail: detail ?? null, askedOf });
    return { kind: 'decided', approved: true, by: null, reason: null };
  },
});

const effectOf =
  ({ effects }: DryRunPlan): TaskContext['effect'] =>
  async (name, spec) => {
    effects.push({ name, vendor: spec.vendor, key: spec.key ?? null, intent: spec.intent });
    if (spec.pretend !== undefined) return spec.pretend;
    throw new DryRunStopped(`What comes after ${name} depends on what the vendor answers.`);
  };

/** The context of a dry run: what would leave the house is noted, what is written is undone. */
export const makeDryContext = (deps: DryContextDeps) => {
  const { contract, whole, task, tx, plan, signal, log } = deps;
  const { tenantId, agent } = whole;
  const withTenant: TaskContext['withTenant'] = (work) => work(tx);
  const outbox = makeOutbox(contract, whole);
  const store = makeState(contract, (key) => readState(tx, { tenantId, agent, key }));
  const context: TaskContext = {
    contract,
    task,
    signal,
    log,
    state: store.access,
    ...outbox.doors,
    ...waitsOf(plan),
    ...makeWorkflowAccess({ task, withTenant }),
    progress: () => undefined,
    step: async (_name, fn) => fn(),
    effect: effectOf(plan),
    withTenant,
    advance: withTenant,
  };
  /** Adds what was told and remembered to the plan. */
  const collect = async (): Promise<void> => {
    for (const { delivery } of outbox.messages)
      plan.messages.push({ agent: delivery.agent, type: delivery.type, payload: delivery.payload });
    for (const one of outbox.tasks)
      plan.tasks.push({ agent: one.agent, type: one.type, payload: one.payload });
    for (const { type, data } of outbox.events) plan.events.push({ type, data });
    for (const { key, value } of await store.changes()) plan.state[key] = value;
  };
  return { context, collect };
};
