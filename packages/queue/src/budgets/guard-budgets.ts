import { QueueError, type AppError } from '@sherpa/core';
import { toQueueError } from '../queue-error.ts';
import type { RunningBudgets } from './make-budgets.ts';

/** While the store is away nobody may call; that is no fault of the task, so it is not held against it. */
const STORE_REST_MS = 5_000;

const toBudgetError = (thrown: unknown): AppError => {
  const error = toQueueError(thrown);
  if (error.code !== 'queue_unavailable') return error;
  return new QueueError('The budgets of the vendors cannot be reached.', {
    retry: { afterMs: STORE_REST_MS, counted: false },
    cause: error,
  });
};

const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (err) {
    throw toBudgetError(err);
  }
};

/** Budgets of which only errors of ours come out. */
export const guardBudgets = (budgets: RunningBudgets): RunningBudgets => ({
  take: (request) => guarded(() => budgets.take(request)),
  close: (account, closing) => guarded(() => budgets.close(account, closing)),
  read: () => guarded(() => budgets.read()),
  flush: () => guarded(() => budgets.flush()),
});
