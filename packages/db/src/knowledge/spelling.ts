import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Letters to change, add, drop or swap with their neighbour, until one word is the other. */
const distance = (from: string, to: string): number => {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column += 1) {
      const [a, b] = [from.charAt(row - 1), to.charAt(column - 1)];
      const swapped = a === to.charAt(column - 2) && b === from.charAt(row - 2);
      current.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (a === b ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
};

/** A slip in a short word, two in one of the usual length, three in a long one. */
const tolerated = (word: string): number => {
  if (word.length < 5) return 1;
  return word.length < 10 ? 2 : 3;
};

/** Of words that look alike, the likeliest first, the one that needs the fewest changes; undefined if all need too many. */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    const cost = distance(word, candidate);
    if (cost <= tolerated(word) && cost < (best?.cost ?? Number.POSITIVE_INFINITY))
      best = { candidate, cost };
  }
  return best?.candidate;
};

/** Words that no page of this tenant holds, with the word that was probably meant. */
export const guessWords = async (tx: Db, words: readonly string[]): Promise<Map<string, string>> => {
  const long = words.filter((word) => word.length >= 4);
  if (long.length === 0) return new Map();
  const { rows } = await sql<{ word: string; near: string[] }>`
    select word, near from near_knowledge_words(${long}::text[])`.execute(tx);
  return new Map(
    rows.flatMap(({ word, near }) => {
      const meant = closest(word, near);
      return meant === undefined ? [] : [[word, meant] as const];
    }),
  );
};
