import { DatabaseError } from '@sherpa/core';

/** SQLSTATE of a transaction given up so that others can go on: deadlock_detected, serialization_failure. */
const CONFLICTS: readonly unknown[] = ['40P01', '40001'];

const TRIES = 5;

const isConflict = (thrown: unknown): boolean =>
  thrown instanceof DatabaseError && CONFLICTS.includes(thrown.details['sqlState']);

/**
 * Does the work again where Postgres gave it up to end a deadlock; nothing of it was kept then. For
 * whole transactions without any other effect. Needs no rest in between: Postgres ends a deadlock only
 * after a second, and its other half has won by then.
 */
export const retryConflicts = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (err) {
      if (tries >= TRIES || !isConflict(err)) throw err;
    }
  }
};
