import type { KnowledgePage } from '@sherpa/api';
import { plain } from '../output/plain.ts';

/** Lines of a text as they are, without what could steer the terminal. */
const linesOf = (content: string): readonly string[] => content.split('\n').map(plain);

const facts = (page: KnowledgePage): readonly (readonly [string, string | null])[] => [
  ['id', page.id],
  ['source', `${page.source} ${page.externalId}`],
  ['url', page.url],
  ['path', page.path.length === 0 ? null : page.path.join(' › ')],
  ['category', page.category],
  ['tags', page.tags.length === 0 ? null : page.tags.join(', ')],
  ['edited', page.editedAt],
  ['out of reach since', page.unreachableSince],
  ['deleted', page.deletedAt],
];

/** A page, for people: what is known about it, then its text. */
export const toPageLines = (page: KnowledgePage): readonly string[] => [
  plain(page.title),
  ...facts(page).flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(20)}${plain(value)}`])),
  '',
  ...linesOf(page.content),
];
