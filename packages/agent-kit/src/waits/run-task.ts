import { AgentError, findWork, type Contract, type ResultOf, type TaskName } from '@sherpa/core';
import type { ChildOutcome, Waiting } from '../agent/waiting.ts';

/** The contract's own schema gives the result its type back. */
const isResult = <R extends Contract, T extends TaskName<R>>(
  agent: R,
  type: T,
  result: unknown,
): result is ResultOf<R, T> => agent.tasks[type]?.result.safeParse(result).success === true;

const failed = (agent: Contract, type: string, outcome: ChildOutcome | undefined): AgentError =>
  new AgentError('A task that this one needs did not complete.', {
    retry: 'never',
    details: {
      agent: agent.agent,
      type,
      taskId: outcome?.id ?? null,
      status: outcome?.status ?? null,
      error: outcome?.error?.message ?? null,
    },
  });

/** `runTask` by means of `runTasks`. */
export const makeRunTask =
  (runTasks: Waiting['runTasks']): Waiting['runTask'] =>
  async (agent, type, payload, { name = `${agent.agent} ${type}`, ...place } = {}) => {
    const [outcome] = await runTasks(name, [{ ...place, contract: agent, type, payload }]);
    if (outcome?.status !== 'completed') throw failed(agent, type, outcome);
    const result = findWork(agent, type).parseResult(outcome.result);
    if (isResult(agent, type, result)) return result;
    throw failed(agent, type, outcome);
  };
