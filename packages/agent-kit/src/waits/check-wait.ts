import { AgentError } from '@sherpa/core';

const DAY_MS = 86_400_000;

/** Ten years: within what Postgres adds to a moment, and longer than anybody means. */
const MAX_MS = 3_650 * DAY_MS;

/** The Unix time of the year 3000. */
const MAX_MOMENT_MS = 32_503_680_000_000;

const MAX_NAME = 180;

const refuse = (message: string, details: Record<string, unknown> = {}): never => {
  throw new AgentError(message, { retry: 'never', details });
};

/** A length of time that can be waited. */
export const checkMs = (ms: number): number =>
  ms >= 0 && ms <= MAX_MS ? ms : refuse('A wait takes 0 milliseconds to ten years.', { ms });

/** The same where there may be none. */
export const checkOptionalMs = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : checkMs(ms);

/** A moment that Postgres can keep. */
export const checkMoment = (moment: Date | number): Date => {
  const date = new Date(moment);
  const ms = date.getTime();
  return ms >= 0 && ms < MAX_MOMENT_MS ? date : refuse('That is no moment to wait for.');
};

/** The name of a signal, as whoever sends it must write it. */
export const checkSignal = (signal: string): string =>
  signal !== '' && signal.length <= MAX_NAME
    ? signal
    : refuse('A signal has a name of 1 to 180 letters.', { signal: signal.slice(0, MAX_NAME) });

/** A thousand children: their outcomes are remembered as one step. */
const MAX_CHILDREN = 1_000;

export const checkCount = (count: number): void => {
  if (count > MAX_CHILDREN) refuse('A task awaits at most 1,000 others at a time.', { count });
};
