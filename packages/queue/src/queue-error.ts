import { AppError } from '@sherpa/core';

/** What Redis, Postgres or BullMQ threw as an error of ours. The ledger holds the work, so trying later always helps. */
export const toQueueError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError('The queue did not do what was asked.', { status: 503, retry: 'backoff', cause: thrown });

/** Runs queue work so that only errors of ours come out. */
export const withQueueErrors = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (err) {
    throw toQueueError(err);
  }
};
