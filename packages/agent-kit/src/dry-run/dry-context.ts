import { findWork, newId, toJson, type Contract, type DryRunPlan, type WorkName } from '@sherpa/core';
import { readState, type Db, type Task } from '@sherpa/db';
import { makeState } from '../agent/state-access.ts';
import type { CurrentTask, TaskContext } from '../agent/task-context.ts';
import type { ChildOutcome, Waiting } from '../agent/waiting.ts';
import { makeOutbox } from '../engine/outbox.ts';
import { makeRunTask } from '../waits/run-task.ts';
import { makeWorkflowAccess } from '../workflows/workflow-access.ts';
import { noting } from './noting.ts';
import { DryRunStopped } from './plan.ts';
import { makeSeenCases } from './seen-cases.ts';
import { whyNothing } from './why-nothing.ts';

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

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

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
      const { pretend, parsePayload } = findWork(contract, type);
      if (pretend === undefined) continue;
      const result = pretend(parsePayload(payload));
      outcomes.push({ id: newId(), status: 'completed', result, error: null });
    }
    return outcomes.length === tasks.length ? outcomes : stop(plan, `the tasks of ${name}`);
  };

/** Milliseconds in their largest whole unit. */
const spanOf = (ms: number): string => {
  const [unit, size] = units.find(([, length]) => ms >= length && ms % length === 0) ?? ['millisecond', 1];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

const waitsOf = (plan: DryRunPlan): Waiting => ({
  runTasks: runTasksOf(plan),
  runTask: makeRunTask(runTasksOf(plan)),
  waitFor: async (signal) => stop(plan, `the signal ${signal}`),
  sleep: async (ms) => void plan.waits.push(spanOf(ms)),
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
  const workflows = makeWorkflowAccess({ task, withTenant });
  const seen = makeSeenCases();
  const context: TaskContext = {
    contract,
    task,
    signal,
    log: noting(log, plan.notes),
    state: store.access,
    ...outbox.doors,
    ...waitsOf(plan),
    settings: workflows.settings,
    cases: (workflow) => seen.watch(workflow.name, workflows.cases(workflow)),
    progress: () => undefined,
    step: async (_name, fn) => fn(),
    effect: effectOf(plan),
    withTenant,
    advance: withTenant,
  };
  /** Adds what was told, remembered and made of cases to the plan. */
  const collect = async (): Promise<void> => {
    for (const { delivery } of outbox.messages)
      plan.messages.push({ agent: delivery.agent, type: delivery.type, payload: delivery.payload });
    for (const one of outbox.tasks)
      plan.tasks.push({ agent: one.agent, type: one.type, payload: one.payload });
    for (const { type, data } of outbox.events) plan.events.push({ type, data });
    for (const { key, value } of await store.changes()) plan.state[key] = value;
    for (const { isMoved, becomes, ...one } of seen.all())
      if (isMoved && becomes !== null) plan.cases.push({ ...one, becomes });
    plan.nothing = whyNothing(plan, seen.all());
  };
  return { context, collect };
};
