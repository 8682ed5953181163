import { AgentError } from '@sherpa/core';

const MOST_REST_MS = 60_000;

/** Has a task look again later, uncounted: soon at first, then less and less often, up to once a minute. */
export const lookLater = (message: string, attempt: number, firstRestMs: number): AgentError => {
  const afterMs = Math.round(Math.min(firstRestMs * 1.5 ** (attempt - 1), MOST_REST_MS));
  return new AgentError(message, { retry: { afterMs, counted: false } });
};
