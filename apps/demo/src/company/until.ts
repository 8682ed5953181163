import { setTimeout as rest } from 'node:timers/promises';
import { AppError } from '@sherpa/core';

const LOOK_EVERY_MS = 100;

/** Asks until there is an answer; fails with what it waited for. */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | false | undefined> | T | false | undefined,
  { withinMs, everyMs = LOOK_EVERY_MS }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<T> => {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endMs)
      throw new AppError('Something did not come to be.', { details: { what, withinMs } });
    await rest(everyMs);
  }
};
