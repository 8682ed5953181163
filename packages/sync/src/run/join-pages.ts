import type { PageRead } from './page-read.ts';

/**
 * True where both may be written at once and it is as if they were written one after the other: what a page
 * tells of as gone is done with before anything that was asked for later.
 */
const isJoined = (one: PageRead, other: PageRead): boolean =>
  one.from.phase === other.from.phase && one.gone.length === 0 && one.isForgotten !== true;

/** How many of these pages can be written at once. */
export const countJoined = (reads: readonly PageRead[]): number => {
  const end = reads.findIndex((read, index) => {
    const next = reads[index + 1];
    return next === undefined || !isJoined(read, next);
  });
  return end + 1;
};

/** Several pages as one, each row with the moment at which it was asked for; undefined where there are none. */
export const joinPages = (reads: readonly PageRead[]): PageRead | undefined => {
  const last = reads.at(-1);
  if (last === undefined || reads.length === 1) return last;
  return {
    ...last,
    rows: reads.flatMap(({ rows, observedAt }) => rows.map((row) => ({ ...row, observedAt }))),
    poison: reads.flatMap(({ poison }) => poison),
    counted: reads.reduce((sum, { counted }) => sum + counted, 0),
    pages: reads.length,
  };
};
