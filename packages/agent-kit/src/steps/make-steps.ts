import type { Json } from '@sherpa/core';
import type { TaskContext } from '../agent/task-context.ts';
import { makeEffect } from './make-effect.ts';
import { recall, toRemembered } from './remembered.ts';
import type { StepDeps } from './step-deps.ts';
import { makeStepDesk, type StepDesk } from './step-desk.ts';

type Recall = (name: string) => Promise<Json | undefined>;

/** What earlier attempts did, read once. Takes the name. */
const makeRecall = ({ task, ledger }: StepDeps, desk: StepDesk): Recall => {
  let known: Promise<ReadonlyMap<string, Json>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, Json>> =>
    new Map((await ledger.read(task.id)).map(({ name, result }) => [name, result]));

  return async (name) => {
    await desk.open(name);
    known ??= read();
    return (await known).get(name);
  };
};

const makeStep = (deps: StepDeps, desk: StepDesk, recallStep: Recall): TaskContext['step'] => {
  const { task, ledger } = deps;
  const doStep = async (name: string, fn: () => unknown): Promise<Json> => {
    const before = await recallStep(name);
    if (before !== undefined) return before;
    const result = toRemembered(await fn(), name);
    const { attempt, workerId } = task;
    if (!(await ledger.save({ taskId: task.id, attempt, workerId, name, result }))) desk.lose();
    await deps.advanced();
    return result;
  };

  return async (name, fn) => recall(await doStep(name, fn), fn);
};

export interface Steps extends Pick<TaskContext, 'step' | 'effect'> {
  /** What an earlier attempt remembers under that name, which is taken with this. */
  readonly recall: Recall;
}

/** The steps and effects of one attempt. Nothing is read or written before the first of them. */
export const makeSteps = (deps: StepDeps): Steps => {
  const desk = makeStepDesk(deps);
  const recallStep = makeRecall(deps, desk);
  return { step: makeStep(deps, desk, recallStep), effect: makeEffect(deps, desk), recall: recallStep };
};
