import { AppError, QueueError } from '@sherpa/core';

/** What Redis, Postgres or BullMQ threw as an error of ours. */
export const toQueueError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new QueueError('The queue did not do what was asked.', { cause: thrown });

/** Runs queue work so that only errors of ours come out. */
export const withQueueErrors = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (err) {
    throw toQueueError(err);
  }
};
