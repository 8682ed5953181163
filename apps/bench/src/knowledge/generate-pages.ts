import type { KnowledgePage } from '@sherpa/core';
import { makeRandom, pick, type Random } from './random.ts';
import { zipf } from './vocabulary.ts';

const CATEGORIES = [
  'policies',
  'playbooks',
  'onboarding',
  'incidents',
  'handbook',
  'notes',
  'meetings',
  'accounts',
];
const TEAMS = ['Sales', 'Billing', 'Support', 'Success', 'Engineering', 'People', 'Finance', 'Legal'];
const YEARS = ['2024', '2025', '2026'];
const DAY_MS = 86_400_000;
const THREE_YEARS = 3 * 365;

/** Everything a generated page is made of. */
export interface World {
  readonly vocabulary: readonly string[];
  /** The day that the newest page was edited. */
  readonly today: Date;
}

const sentence = (random: Random, vocabulary: readonly string[]): string => {
  const words = Array.from({ length: 8 + Math.floor(random() * 10) }, () => zipf(random, vocabulary));
  return `${words.join(' ')}.`;
};

const section = (random: Random, { vocabulary }: World): string => {
  const title = Array.from({ length: 2 }, () => zipf(random, vocabulary)).join(' ');
  const sentences = Array.from({ length: 4 + Math.floor(random() * 10) }, () => sentence(random, vocabulary));
  return `## ${title}\n\n${sentences.join(' ')}`;
};

const labelOf = (random: Random): string => `tag-${Math.floor(40 * random() ** 2)}`;

/** A page of some 350 words in three sections; the same number makes the same page. */
export const generatePage = (number: number, world: World): KnowledgePage => {
  const random = makeRandom(number);
  const titleWords = Array.from({ length: 3 + Math.floor(random() * 3) }, () =>
    zipf(random, world.vocabulary),
  );
  const sections = Array.from({ length: 2 + Math.floor(random() * 2) }, () => section(random, world));
  return {
    source: random() < 0.9 ? 'notion' : 'agent',
    externalId: `page-${number}`,
    title: titleWords.join(' '),
    url: `https://www.notion.so/page-${number}`,
    markdown: sections.join('\n\n'),
    path: [pick(random, TEAMS), pick(random, YEARS)],
    tags: [labelOf(random), labelOf(random)],
    category: pick(random, CATEGORIES),
    editedAt: new Date(world.today.getTime() - Math.floor(THREE_YEARS * random() ** 2) * DAY_MS),
    deleted: false,
  };
};
