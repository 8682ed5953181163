import { AgentError, type Contract } from '@sherpa/core';
import type { Task } from '@sherpa/db';

/** No process of this house needs as many; agents that answer each other for ever get there within seconds. */
const MOST_HOPS = 25;

/**
 * How often a matter has been handed on when this task hands it to that agent. An agent's own follow-ups, such
 * as the next pages of a long sync, do not count. Throws where agents go round in circles.
 */
export const hopsTo = (task: Pick<Task, 'agent' | 'hops'>, receiver: Contract): number => {
  const hops = receiver.agent === task.agent ? task.hops : task.hops + 1;
  if (hops <= MOST_HOPS) return hops;
  throw new AgentError('Agents hand this matter round in a circle; it was stopped.', {
    retry: 'never',
    details: { from: task.agent, to: receiver.agent, hops },
  });
};
