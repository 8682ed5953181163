import { IntegrationError } from '@sherpa/core';

const hasStatus = (thrown: unknown, status: number): boolean =>
  thrown instanceof IntegrationError && thrown.details['status'] === status;

/** Waits for a thing, `undefined` where the vendor does not have it (404). */
export const orMissing = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (thrown) {
    if (hasStatus(thrown, 404)) return undefined;
    throw thrown;
  }
};

/** Waits for a creation and is content when the thing is there already (409). */
export const orExisting = async (asked: Promise<void>): Promise<void> => {
  try {
    await asked;
  } catch (thrown) {
    if (!hasStatus(thrown, 409)) throw thrown;
  }
};
