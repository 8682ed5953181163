import { setTimeout as sleep } from 'node:timers/promises';

/** Looking costs a fleet processor, of which three fleets at a time have two cores: so rarer and rarer. */
const FIRST_REST_MS = 50;
const MOST_REST_MS = 500;
// Fleets of ten processes on two cores, three of them at a time.
const WITHIN_MS = 150_000;

/** Asks again and again until there is an answer; fails with what was waited for when none comes. */
export const until = async <T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = WITHIN_MS,
): Promise<T> => {
  const deadline = performance.now() + withinMs;
  for (let restMs = FIRST_REST_MS; ; restMs = Math.min(restMs * 1.3, MOST_REST_MS)) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline)
      throw new Error(`It did not come to be within ${withinMs} ms: ${what}.`);
    await sleep(restMs);
  }
};
