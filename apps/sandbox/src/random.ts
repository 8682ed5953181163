/** A seeded source of chance. The same seed gives the same sequence on every machine. */
export interface Random {
  /** [0, 1) */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
  shuffled<T>(items: readonly T[]): T[];
  /** Letters and digits, as vendors' ids have them; after what they begin with. */
  token(length: number, prefix?: string): string;
  /** A source of its own for one topic, so that what one topic draws never shifts another. */
  fork(topic: string): Random;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** FNV-1a, 32 bits: spreads topic names over the seed space. */
const hashOf = (text: string, seed: number): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const char of text) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
};

/** Letters drawn one by one: joined at once they are one piece of text, and no chain of pieces. */
const drawToken = (int: Random['int'], length: number, prefix: string): string => {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  for (let drawn = 0; drawn < length; drawn += 1)
    codes.push(ALPHABET.charCodeAt(int(0, ALPHABET.length - 1)));
  return String.fromCharCode(...codes);
};

/** Above that a key of 32 bits and a place do not fit into one exact number. */
const MOST_SHUFFLED = 2 ** 21;

/** Draws a key for each; what draws the same stays in its order. */
const shuffle = <T>(items: readonly T[], nextBits: () => number): T[] => {
  if (items.length > MOST_SHUFFLED) throw new RangeError('There is too much to shuffle.');
  const places = new Float64Array(items.length);
  for (let index = 0; index < items.length; index += 1) places[index] = nextBits() * items.length + index;
  const shuffled: T[] = [];
  for (const place of places.toSorted()) {
    const item = items[place % items.length];
    if (item !== undefined) shuffled.push(item);
  }
  return shuffled;
};

/** mulberry32: 32 bits of state, good enough to look natural, and a dozen lines. */
export const makeRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const nextBits = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = () => nextBits() / 2 ** 32;
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(from: readonly T[]): T => {
    const first = from[0];
    if (first === undefined) throw new RangeError('There is nothing to pick from.');
    return from[int(0, from.length - 1)] ?? first;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    shuffled: (items) => shuffle(items, nextBits),
    token: (length, prefix = '') => drawToken(int, length, prefix),
    fork: (topic) => makeRandom(hashOf(topic, seed)),
  };
};
