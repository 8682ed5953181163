import type { KnowledgeAnswer } from '@sherpa/api';
import { expect, it } from 'vitest';
import { toAnswerLines } from './answer-lines.ts';

const now = new Date('2026-05-02T00:00:00Z');
const answer: KnowledgeAnswer = {
  hits: [
    {
      page: {
        id: '01900000-0000-7000-8000-000000000000',
        source: 'notion',
        externalId: 'p',
        title: 'Refund policy',
        url: 'https://notion.test/p',
        path: ['Handbook'],
        category: 'policy',
        tags: ['billing'],
        editedAt: '2026-05-01T00:00:00.000Z',
        unreachableSince: '2026-05-01T12:00:00.000Z',
      },
      headingPath: ['Limits'],
      snippet: [
        { text: 'a ', isMatch: false },
        { text: 'refund', isMatch: true },
      ],
      matching: 'all',
      score: null,
    },
  ],
  corrections: [{ from: 'refnud', to: 'refund' }],
  isPartial: false,
  isEmpty: false,
};
const style = (format: unknown, text: string): string => (format === 'bold' ? `*${text}*` : text);

it('shows title, place, passage and link of each page, and what was taken for a typo', () => {
  expect(toAnswerLines(answer, now, style)).toEqual([
    'No page holds “refnud”; looked for “refund”.',
    '*Refund policy*  edited 1 d ago, out of reach: deleted or no longer shared',
    '  Handbook › Limits  policy #billing',
    '  a *refund*',
    '  https://notion.test/p  01900000-0000-7000-8000-000000000000',
  ]);
});

it('explains an empty knowledge base, and tells it from a search that found nothing', () => {
  const nothing = { ...answer, hits: [], corrections: [] };
  expect(toAnswerLines({ ...nothing, isEmpty: true }, now, style).join(' ')).toContain('Notion is connected');
  expect(toAnswerLines(nothing, now, style)).toEqual(['No page matches.']);
});
