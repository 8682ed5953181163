import type { KnowledgeFilter } from '@sherpa/db';
import { generatePage, type World } from './generate-pages.ts';
import { makeRandom, pick, type Random } from './random.ts';
import { zipf } from './vocabulary.ts';

export const questionKinds = ['one word', 'common word', 'words', 'phrase', 'filter', 'typo'] as const;

/** One search as a person may type it. */
export interface Question {
  readonly kind: (typeof questionKinds)[number];
  readonly query: string;
  readonly filter: KnowledgeFilter;
}

const DAY_MS = 86_400_000;
/** Ranks whose words stand in a tenth of all passages and more. */
const COMMON = { first: 10, last: 150 };
/** Shorter ones are mostly words that say nothing. */
const MIN_LENGTH = 5;

/** Words that stand next to one another on some page. */
const neighbours = (random: Random, world: World, pages: number, count: number): string[] => {
  const { markdown } = generatePage(Math.floor(random() * pages), world);
  const lines = markdown.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const words = (pick(random, lines).split('. ')[0] ?? '').split(' ');
  return words.slice(0, count).map((word) => word.replace('.', ''));
};

const commonWord = (random: Random, { vocabulary }: World): string =>
  pick(
    random,
    vocabulary.slice(COMMON.first, COMMON.last).filter((word) => word.length >= MIN_LENGTH),
  );

const longWord = (random: Random, world: World): string => {
  for (;;) {
    const word = zipf(random, world.vocabulary);
    if (word.length >= 6) return word;
  }
};

/** Two letters change places, as hurried fingers do. */
const mistype = (random: Random, word: string): string => {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
};

const filterOf = (random: Random, world: World): KnowledgeFilter =>
  pick<KnowledgeFilter>(random, [
    { category: 'policies' },
    { tags: ['tag-30'] },
    { path: ['Billing'] },
    { source: 'agent' },
    { editedSince: new Date(world.today.getTime() - 7 * DAY_MS) },
  ]);

const makers: Readonly<Record<Question['kind'], (random: Random, world: World, pages: number) => Question>> =
  {
    'one word': (random, world) => ({ kind: 'one word', query: longWord(random, world), filter: {} }),
    'common word': (random, world) => ({ kind: 'common word', query: commonWord(random, world), filter: {} }),
    words: (random, world, pages) => ({
      kind: 'words',
      query: neighbours(random, world, pages, 2 + Math.floor(random() * 3)).join(' '),
      filter: {},
    }),
    phrase: (random, world, pages) => ({
      kind: 'phrase',
      query: `"${neighbours(random, world, pages, 3).join(' ')}"`,
      filter: {},
    }),
    filter: (random, world) => ({
      kind: 'filter',
      query: random() < 0.5 ? commonWord(random, world) : longWord(random, world),
      filter: filterOf(random, world),
    }),
    typo: (random, world) => ({ kind: 'typo', query: mistype(random, longWord(random, world)), filter: {} }),
  };

/** Questions of all kinds in turn, so that none has the caches to itself. */
export const makeQuestions = (world: World, pages: number, count: number): readonly Question[] => {
  const random = makeRandom(42);
  return Array.from({ length: count }, (_, index) => {
    const kind = questionKinds[index % questionKinds.length] ?? 'words';
    return makers[kind](random, world, pages);
  });
};
