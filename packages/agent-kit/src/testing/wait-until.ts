import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@sherpa/core';

/** Looking takes processor from what is waited for: so rarer and rarer. */
const FIRST_REST_MS = 20;
const MOST_REST_MS = 100;

/** Asks again and again until the answer is not undefined; throws `AppError` when the time has run out. */
export const waitUntil = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 25_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (let restMs = FIRST_REST_MS; ; restMs = Math.min(restMs * 1.3, MOST_REST_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline)
      throw new AppError('What a test waited for did not come.', { details: { what } });
    await sleep(restMs);
  }
};
