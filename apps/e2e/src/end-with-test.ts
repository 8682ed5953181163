import { onTestFinished, TestRunner } from 'vitest';

/** Longer than processes may take to end. */
const WITHIN_MS = 90_000;

/**
 * Makes something that ends once, at the latest with the test that it was made in: `await using` never comes to
 * its end in a test that runs out of time. What a hook makes has to be ended by a hook.
 */
export const endWithTest = (end: () => Promise<void>): AsyncDisposable => {
  let ending: Promise<void> | undefined;
  const endOnce = (): Promise<void> => (ending ??= end());
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(endOnce, WITHIN_MS);
  return { [Symbol.asyncDispose]: endOnce };
};
