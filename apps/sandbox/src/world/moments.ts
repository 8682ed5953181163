import type { Random } from '../random.ts';

export const DAY_MS = 86_400_000;

export interface Times {
  readonly createdMs: number;
  readonly modifiedMs: number;
}

const SPAN_DAYS = 900;
const IMPORT_DAYS_AGO = 40;

/**
 * When things came to be and were last changed. They are made in order over some years; one in seven
 * was touched by a bulk import and shares its very millisecond with the others.
 */
export const planTimes = (random: Random, count: number, anchorMs: number): readonly Times[] => {
  const importMs = anchorMs - IMPORT_DAYS_AGO * DAY_MS + 123;
  const stepMs = (SPAN_DAYS * DAY_MS) / Math.max(count, 1);
  return Array.from({ length: count }, (_unused, index) => {
    const createdMs = Math.floor(anchorMs - SPAN_DAYS * DAY_MS + stepMs * (index + random.next() * 0.9));
    const isImported = random.chance(1 / 7) && createdMs < importMs;
    // Squared, so that old changes are rarer than recent ones.
    const changedMs = Math.floor(anchorMs - (anchorMs - createdMs) * random.next() ** 2);
    return { createdMs, modifiedMs: isImported ? importMs : changedMs };
  });
};
