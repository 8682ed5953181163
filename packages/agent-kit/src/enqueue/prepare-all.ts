import { findWork, newId, ValidationError, type Contract, type OnDuplicate } from '@sherpa/core';
import type { NewTask, TaskOrigin } from '@sherpa/db';
import { prepareTask } from './prepare-task.ts';

/** One task to enqueue. */
export interface EnqueueRequest {
  readonly agent: string;
  readonly type: string;
  readonly payload: unknown;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
  /** Tasks of one agent and tenant with the same one run one at a time. */
  readonly concurrencyKey?: string | undefined;
  /** What becomes of it while another task holds its key; as the contract says, where absent. */
  readonly onDuplicate?: OnDuplicate | undefined;
}

const findContract = (contracts: readonly Contract[], agent: string): Contract => {
  const contract = contracts.find((one) => one.agent === agent);
  if (contract !== undefined) return contract;
  const known = contracts.map((one) => one.agent).join(', ');
  throw new ValidationError('There is no such agent.', {
    details: { problems: [{ field: 'agent', problem: `"${agent}" is unknown; one of: ${known}` }] },
  });
};

const atIndex = (error: ValidationError, index: number): ValidationError => {
  const { problems } = error.details;
  if (!Array.isArray(problems)) return error;
  const placed = problems.map((one: { field: string; problem: string }) => ({
    ...one,
    field: `tasks.${index}.${one.field}`,
  }));
  return new ValidationError(error.message, { details: { problems: placed }, cause: error });
};

/**
 * The tasks that these wishes come to. One that does not fit its contract refuses them all with
 * `ValidationError`, its problems naming the index where there are several.
 */
export const prepareAll = (
  contracts: readonly Contract[],
  tenantId: string,
  requests: readonly EnqueueRequest[],
  origin: TaskOrigin,
): NewTask[] =>
  requests.map((request, index) => {
    try {
      const work = findWork(findContract(contracts, request.agent), request.type);
      // A dry run sends nothing, and a case that is released goes on with what an agent had said.
      if (work.kind === 'message' && origin !== 'dry-run' && origin !== 'agent') {
        const problem = `"${request.type}" is a message; only agents send those`;
        throw new ValidationError('That is not a task.', {
          details: { problems: [{ field: 'type', problem }] },
        });
      }
      return prepareTask(work, { ...request, tenantId, origin }, newId);
    } catch (err) {
      throw err instanceof ValidationError && requests.length > 1 ? atIndex(err, index) : err;
    }
  });
