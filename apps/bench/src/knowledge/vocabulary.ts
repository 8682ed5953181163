import { makeRandom, pick, type Random } from './random.ts';

const SIZE = 30_000;
const SYLLABLES = [
  'ba',
  'ker',
  'lo',
  'min',
  'ta',
  'ver',
  'sol',
  'dan',
  'pri',
  'mon',
  'ga',
  'rel',
  'tu',
  'vin',
  'cor',
  'nes',
];

const makeWord = (random: Random): string =>
  Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, SYLLABLES)).join('');

const byFrequency = (text: string): string[] => {
  const counts = Map.groupBy(text.toLowerCase().match(/\p{L}{2,}/gu) ?? [], (word) => word);
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([word]) => word);
};

/** Words of a company, the most frequent first: those of a real text, then made-up ones, as names and products are. */
export const makeVocabulary = (text: string): readonly string[] => {
  const random = makeRandom(7);
  const words = new Set(byFrequency(text));
  while (words.size < SIZE) words.add(makeWord(random));
  return [...words];
};

/**
 * A word by Zipf's law: the n-th is met about 1/n as often as the first, as in every language. With 30,000
 * words the first takes a tenth of all text.
 */
export const zipf = (random: Random, vocabulary: readonly string[]): string =>
  vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? vocabulary[0] ?? '';
