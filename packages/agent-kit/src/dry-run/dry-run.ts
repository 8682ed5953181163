import { findWork, toJson, type Contract, type DryRunPlan, type Json, type WorkName } from '@sherpa/core';
import type { Database, Task } from '@sherpa/db';
import type { RunnableAgent } from '../agent/base-agent.ts';
import type { CurrentTask, TaskContext } from '../agent/task-context.ts';
import { makeDryContext } from './dry-context.ts';
import { DryRunStopped, emptyPlan } from './plan.ts';

export interface DryRunDeps {
  readonly agent: RunnableAgent;
  readonly db: Pick<Database, 'withTenant'>;
  readonly log: TaskContext['log'];
  readonly signal: AbortSignal;
}

/** Undoes the transaction and carries nothing else. */
class Undo extends Error {}

const perform = async (
  agent: RunnableAgent,
  made: ReturnType<typeof makeDryContext>,
  plan: DryRunPlan,
): Promise<void> => {
  try {
    const answer = await agent.runTask(made.context);
    plan.result = toJson(findWork(agent.contract, made.context.task.type).parseResult(answer)) ?? null;
  } catch (err) {
    if (!(err instanceof DryRunStopped)) throw err;
    plan.stopped = err.message;
  }
  await made.collect();
};

/**
 * Does a task without its consequences: vendors are read and not written to, rows are written and undone.
 * Answers with what it would have done; throws what the task would have failed with.
 */
export const dryRun = async (
  { agent, db, log, signal }: DryRunDeps,
  whole: Task,
  task: CurrentTask<Contract, WorkName<Contract>>,
): Promise<Json> => {
  const plan = emptyPlan();
  try {
    await db.withTenant(whole.tenantId, async (tx) => {
      const made = makeDryContext({ contract: agent.contract, whole, task, signal, log, tx, plan });
      await perform(agent, made, plan);
      throw new Undo();
    });
  } catch (err) {
    if (!(err instanceof Undo)) throw err;
  }
  return toJson(plan) ?? null;
};
