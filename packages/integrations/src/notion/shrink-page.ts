import { statusOf } from './asking.ts';

/** Sizes that a page is tried with, each a part of the one before. */
const PARTS = [1, 4, 20] as const;

/**
 * Asks for a page, and for less of it each time Notion takes too long (504). A single row that is
 * still too much fails; what to do about it is the caller's.
 */
export const askShrinking = async <T>(limit: number, ask: (limit: number) => Promise<T>): Promise<T> => {
  const sizes = [...new Set([...PARTS.map((part) => Math.max(Math.floor(limit / part), 1)), 1])];
  let last: unknown;
  for (const size of sizes) {
    try {
      return await ask(size);
    } catch (thrown) {
      if (statusOf(thrown) !== 504) throw thrown;
      last = thrown;
    }
  }
  throw last;
};
