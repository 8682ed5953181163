import { AgentError } from '@sherpa/core';
import { Interrupted } from '../engine/interruption.ts';
import type { StepDeps } from './step-deps.ts';

/** What the two doors of one attempt share. */
export interface StepDesk {
  /** Before anything else of a step: takes its name, and sees to it that the attempt holds its task. */
  open(name: string): Promise<void>;
  /** Ends the attempt because a write of it was refused. */
  lose(): never;
}

const MAX_NAME_LENGTH = 200;

/** The desk of one attempt. */
export const makeStepDesk = ({ hold, lose, signal }: StepDeps): StepDesk => {
  const taken = new Set<string>();
  let held: Promise<void> | undefined;
  const refuse = (message: string, name: string): never => {
    throw new AgentError(message, {
      retry: 'never',
      details: { step: name.slice(0, MAX_NAME_LENGTH) },
    });
  };
  return {
    open: async (name) => {
      if (name === '' || name.length > MAX_NAME_LENGTH)
        refuse('A step needs a name of 1 to 200 letters.', name);
      if (taken.has(name)) refuse('A task has two steps of one name.', name);
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
