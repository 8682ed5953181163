import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 50;
// Fleets of ten processes on two cores, three of them at a time.
const WITHIN_MS = 150_000;

/** Asks again and again until there is an answer; fails with what was waited for when none comes. */
export const until = async <T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = WITHIN_MS,
): Promise<T> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline)
      throw new Error(`It did not come to be within ${withinMs} ms: ${what}.`);
    await sleep(EVERY_MS);
  }
};
