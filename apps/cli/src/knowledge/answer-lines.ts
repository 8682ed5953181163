import type { KnowledgeAnswer, KnowledgeHit } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import type { Terminal } from '../output/terminal.ts';

type Style = Terminal['style'];

const EMPTY = [
  'The knowledge base is empty. It fills by itself once Notion is connected and pages are shared with the',
  'connection (docs/knowledge.md); or write a page: sherpa knowledge write <id> --title <title> --file <file>',
];

const whereOf = ({ page, headingPath }: KnowledgeHit): string => {
  const place = [...page.path, ...headingPath].join(' › ');
  const labels = [page.category, ...page.tags.map((tag) => `#${tag}`)].filter((label) => label !== null);
  return [place, labels.join(' ')].filter((part) => part !== '').join('  ');
};

const snippetOf = ({ snippet }: KnowledgeHit, style: Style): string =>
  snippet.map(({ text, isMatch }) => (isMatch ? style('bold', plain(text)) : plain(text))).join('');

const hitLines = (hit: KnowledgeHit, now: Date, style: Style): string[] => {
  const { page } = hit;
  const edited = `edited ${describeMoment(page.editedAt, now)}`;
  const lost = page.unreachableSince === null ? '' : ', out of reach: deleted or no longer shared';
  const where = plain(whereOf(hit));
  const snippet = snippetOf(hit, style);
  return [
    `${style('bold', plain(page.title))}  ${style('dim', `${edited}${lost}`)}`,
    ...(where === '' ? [] : [`  ${where}`]),
    ...(snippet === '' ? [] : [`  ${snippet}`]),
    `  ${style('dim', `${page.url === null ? '' : `${plain(page.url)}  `}${page.id}`)}`,
  ];
};

/** What a search has found, for people. */
export const toAnswerLines = (answer: KnowledgeAnswer, now: Date, style: Style): readonly string[] => {
  if (answer.isEmpty) return EMPTY;
  const corrected = answer.corrections.map(
    ({ from, to }) => `No page holds “${plain(from)}”; looked for “${plain(to)}”.`,
  );
  if (answer.hits.length === 0) return [...corrected, 'No page matches.'];
  return [...corrected, ...answer.hits.flatMap((hit) => hitLines(hit, now, style))];
};
