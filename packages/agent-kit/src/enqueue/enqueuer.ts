import { findWork, newId, ValidationError, type Contract } from '@sherpa/core';
import { insertTasks, retryConflicts, type Database, type InsertedTask, type TaskOrigin } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { addJobs } from './add-jobs.ts';
import { prepareTask } from './prepare-task.ts';

export interface EnqueuerDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly contracts: readonly Contract[];
  readonly log: Logger;
}

/** One task to enqueue. */
export interface EnqueueRequest {
  readonly agent: string;
  readonly type: string;
  readonly payload: unknown;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
}

export interface Enqueuer {
  /**
   * Checks all, inserts all in one transaction, adds their jobs; answers in order. One that does not
   * fit its contract refuses them all with `ValidationError`, its problems naming the index where
   * there are several.
   */
  enqueue(tenantId: string, requests: readonly EnqueueRequest[], origin: TaskOrigin): Promise<InsertedTask[]>;
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

export const makeEnqueuer = ({ db, queue, contracts, log }: EnqueuerDeps): Enqueuer => ({
  enqueue: async (tenantId, requests, origin) => {
    const tasks = requests.map((request, index) => {
      try {
        const work = findWork(findContract(contracts, request.agent), request.type);
        if (work.kind === 'message') {
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
    const answers = await retryConflicts(() => db.withTenant(tenantId, (tx) => insertTasks(tx, tasks)));
    const inserted = new Set(answers.filter((answer) => answer.inserted).map((answer) => answer.id));
    await addJobs(
      queue,
      log,
      tasks.filter((task) => inserted.has(task.id)),
    );
    return answers;
  },
});
