import { errorBodySchema, type NewTask } from '@sherpa/api';
import { findWork, ValidationError, type Contract, type Problem } from '@sherpa/core';

// A thousand tasks with the same mistake need not be told a thousand times.
const MOST_PROBLEMS = 50;

const problemsSchema = errorBodySchema.shape.error.shape.problems;

/** What `work` finds wrong, under names as the caller of the API wrote them. */
const problemsOf = (work: () => unknown, toField: (field: string) => string): readonly Problem[] => {
  try {
    work();
    return [];
  } catch (err) {
    const { data } = problemsSchema.safeParse(err instanceof ValidationError ? err.details['problems'] : []);
    if (data === undefined || data.length === 0) throw err;
    return data.map(({ field, problem }) => ({ field: toField(field), problem }));
  }
};

/** A dry run may be one of a message; else only agents send those. */
type Scope = 'tasks' | 'messages too';

const underPayload = (field: string): string => (field === 'payload' ? field : `payload.${field}`);

const checkTask = (
  contracts: ReadonlyMap<string, Contract>,
  task: NewTask,
  scope: Scope,
): readonly Problem[] => {
  const contract = contracts.get(task.agent);
  if (contract === undefined) {
    const known = [...contracts.keys()].join(', ');
    return [{ field: 'agent', problem: `"${task.agent}" is unknown; one of: ${known}` }];
  }
  const unknown = problemsOf(() => findWork(contract, task.type), String);
  if (unknown.length > 0) return unknown;
  const work = findWork(contract, task.type);
  if (work.kind === 'message' && scope === 'tasks') {
    return [{ field: 'type', problem: `"${task.type}" is a message; only agents send those` }];
  }
  return problemsOf(() => work.parsePayload(task.payload), underPayload);
};

/**
 * Holds tasks against the contracts and throws one `ValidationError` for all that do not fit;
 * `prefixOf` leads from the request's body to the task.
 */
export const checkTasks = (
  contracts: readonly Contract[],
  tasks: readonly NewTask[],
  prefixOf: (index: number) => string,
  scope: Scope = 'tasks',
): void => {
  const byAgent = new Map(contracts.map((contract) => [contract.agent, contract]));
  const problems: Problem[] = [];
  for (const [index, task] of tasks.entries()) {
    for (const { field, problem } of checkTask(byAgent, task, scope)) {
      problems.push({ field: `${prefixOf(index)}${field}`, problem });
    }
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length === 0) return;
  throw new ValidationError('The request does not fit the contract of the agent.', {
    details: { problems: problems.slice(0, MOST_PROBLEMS) },
  });
};
