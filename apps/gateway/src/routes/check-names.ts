import { errorCodes, ValidationError, workOf, type Contract, type Problem } from '@sherpa/core';
import { workflowsOf } from './api/workflows/find-workflow.ts';

/** Names in a filter, each of something that has to be known. */
export interface FilterNames {
  readonly agent?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly workflow?: string | undefined;
}

const check = (
  field: keyof FilterNames | 'status',
  given: string | undefined,
  known: readonly string[],
): readonly Problem[] =>
  given === undefined || known.includes(given)
    ? []
    : [{ field, problem: `${JSON.stringify(given)} is unknown; one of: ${known.join(', ')}` }];

const typesOf = (contracts: readonly Contract[], agent: string | undefined): readonly string[] => {
  const asked = contracts.filter((contract) => agent === undefined || contract.agent === agent);
  const types = (asked.length === 0 ? contracts : asked).flatMap(workOf).map(({ type }) => type);
  return [...new Set(types)].toSorted();
};

const refuse = (problems: readonly Problem[]): void => {
  if (problems.length === 0) return;
  throw new ValidationError('Nothing is listed by a name that nobody has.', { details: { problems } });
};

/**
 * Refuses a filter by names that nobody has. For lists that came out empty: an empty answer to a misspelt name
 * passes for one that is true. What is listed of an agent or task that is no more stays to be seen.
 */
export const checkNames = (contracts: readonly Contract[], names: FilterNames): void => {
  const agents = contracts.map(({ agent }) => agent);
  const workflows = workflowsOf(contracts).map(({ workflow }) => workflow.name);
  refuse([
    ...check('agent', names.agent, agents),
    ...check('type', names.type, typesOf(contracts, names.agent)),
    ...check('code', names.code, errorCodes),
    ...check('workflow', names.workflow, workflows),
  ]);
};

/** As Stripe names them. */
const subscriptionStatuses = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
];

/** The same of the status of a subscription. */
export const checkSubscriptionStatus = (status: string | undefined): void =>
  refuse(check('status', status, subscriptionStatuses));
