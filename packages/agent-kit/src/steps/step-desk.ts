import { Interrupted } from '../engine/interruption.ts';
import { refuseStep } from './refuse-step.ts';
import type { StepDeps } from './step-deps.ts';

/** What the two doors of one attempt share. */
export interface StepDesk {
  /** Before anything else of a step: takes its name, and sees to it that the attempt holds its task. */
  open(name: string): Promise<void>;
  /** Ends the attempt because a write of it was refused. */
  lose(): never;
}

/** Control characters and halves of letters would not come back from Postgres as they went in. */
const NAME = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** The desk of one attempt. */
export const makeStepDesk = ({ hold, lose, signal }: StepDeps): StepDesk => {
  const taken = new Set<string>();
  let held: Promise<void> | undefined;
  return {
    open: async (name) => {
      if (!NAME.test(name)) refuseStep('A step needs a name of 1 to 200 letters.', name);
      if (taken.has(name)) refuseStep('A task has two steps of one name.', name);
      taken.add(name);
      held ??= hold();
      await held;
      signal.throwIfAborted();
    },
    lose: () => {
      lose();
      throw new Interrupted('lease-lost');
    },
  };
};
