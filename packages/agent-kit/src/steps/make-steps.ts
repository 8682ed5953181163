import type { Json } from '@sherpa/core';
import type { TaskContext } from '../agent/task-context.ts';
import { makeEffect } from './make-effect.ts';
import { recall, toRemembered } from './remembered.ts';
import type { StepDeps } from './step-deps.ts';
import { makeStepDesk, type StepDesk } from './step-desk.ts';

const makeStep = (deps: StepDeps, desk: StepDesk): TaskContext['step'] => {
  const { task, ledger } = deps;
  let known: Promise<ReadonlyMap<string, Json>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, Json>> =>
    new Map((await ledger.read(task.id)).map(({ name, result }) => [name, result]));

  const doStep = async (name: string, fn: () => unknown): Promise<Json> => {
    await desk.open(name);
    known ??= read();
    const before = (await known).get(name);
    if (before !== undefined) return before;
    const result = toRemembered(await fn(), name);
    const { attempt, workerId } = task;
    if (!(await ledger.save({ taskId: task.id, attempt, workerId, name, result }))) desk.lose();
    return result;
  };

  return async (name, fn) => recall(await doStep(name, fn), fn);
};

/** The steps and effects of one attempt. Nothing is read or written before the first of them. */
export const makeSteps = (deps: StepDeps): Pick<TaskContext, 'step' | 'effect'> => {
  const desk = makeStepDesk(deps);
  return { step: makeStep(deps, desk), effect: makeEffect(deps, desk) };
};
