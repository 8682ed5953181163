import { NotFoundError, type Contract, type WorkflowDefinition } from '@sherpa/core';

/** A workflow and the agent that it begins with. */
export interface KnownWorkflow {
  readonly agent: string;
  readonly workflow: WorkflowDefinition;
}

/** The workflows of these agents, by name. */
export const workflowsOf = (contracts: readonly Contract[]): readonly KnownWorkflow[] =>
  contracts
    .flatMap(({ agent, workflows = [] }) => workflows.map((workflow) => ({ agent, workflow })))
    .toSorted((one, other) => one.workflow.name.localeCompare(other.workflow.name));

/** The workflow of that name; throws `NotFoundError` where there is none. */
export const findWorkflow = (contracts: readonly Contract[], name: string): KnownWorkflow => {
  const all = workflowsOf(contracts);
  const found = all.find(({ workflow }) => workflow.name === name);
  if (found !== undefined) return found;
  const known = all.map(({ workflow }) => workflow.name);
  throw new NotFoundError(`There is no workflow ${JSON.stringify(name)}; there are ${known.join(', ')}.`, {
    details: { known },
  });
};
