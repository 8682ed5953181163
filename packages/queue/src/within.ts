import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for `work`, but no longer than `ms`; tells whether it came to its end. A rejection is passed on. */
export const within = async (ms: number, work: Promise<unknown>): Promise<boolean> => {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      sleep(ms, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
};
