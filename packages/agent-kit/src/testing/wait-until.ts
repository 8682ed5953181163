import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@sherpa/core';

const LOOK_EVERY_MS = 20;

/** Asks again and again until the answer is not undefined; throws `AppError` when the time has run out. */
export const waitUntil = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 25_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline)
      throw new AppError('What a test waited for did not come.', { details: { what } });
    await sleep(LOOK_EVERY_MS);
  }
};
