import { AgentError } from '@sherpa/core';

const MAX_SHOWN = 200;

/** Fails the task for good: it uses its steps in a way that trying again does not mend. */
export const refuseStep = (message: string, name: string): never => {
  throw new AgentError(message, { retry: 'never', details: { step: name.slice(0, MAX_SHOWN) } });
};
