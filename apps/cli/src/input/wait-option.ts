import { InvalidArgumentError } from 'commander';
import { readDurationMs } from './duration.ts';

/** The payload's text, and how long to wait for the result: not at all, by default, or for a time. */
export interface WaitAndPayload {
  readonly wait: false | { readonly timeoutMs?: number };
  readonly payload: string | undefined;
}

/**
 * `--wait` may have a value, so in `--wait '{…}'` the command line gives the payload to it. What is no
 * time is the payload that follows.
 */
export const splitWait = (
  wait: string | boolean | undefined,
  payload: string | undefined,
): WaitAndPayload => {
  if (wait === undefined || wait === false) return { wait: false, payload };
  if (wait === true) return { wait: {}, payload };
  const timeoutMs = readDurationMs(wait);
  if (timeoutMs !== undefined) return { wait: { timeoutMs }, payload };
  if (payload === undefined) return { wait: {}, payload: wait };
  throw new InvalidArgumentError('--wait takes a time such as 30s or 5m.');
};
