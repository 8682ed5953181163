import { expect, test } from 'vitest';
import { rankSentences } from './rank-sentences.ts';
import { askedWords, sentencesOf } from './sentences.ts';
import { toldSections } from './told-sections.ts';

test('items, rows and sentences are told apart', () => {
  expect(
    sentencesOf(
      'Thirty days a year. Tell your lead.\n\n- Sick: a message before ten\n  - [x] done\n\nHotel | 150 EUR | invoice',
    ),
  ).toEqual([
    'Thirty days a year.',
    'Tell your lead.',
    'Sick: a message before ten',
    'done',
    'Hotel: 150 EUR, invoice',
  ]);
});

test('what a page says is told by the heading above it', () => {
  expect(toldSections('Intro.\n\n# Steps\n\n1. **One** thing\n   - and another\n\n## None\n')).toEqual([
    { headingPath: [], sentences: ['Intro.'] },
    { headingPath: ['Steps'], sentences: ['One thing', 'and another'] },
  ]);
});

test('a question is about its words, not about how it is asked', () => {
  expect(askedWords('How much may we pay for a hotel?')).toEqual(['pay', 'hotel']);
});

const passage = (around: string, ...sentences: string[]) => ({
  around: new Set(around.split(' ')),
  sentences: sentences.map((one) => new Set(one.split(' '))),
});

test('the sentence that holds most of a question comes first, what stands above it counted', () => {
  const ranked = rankSentences(
    ['refund', '100', 'decid'],
    [
      passage('incident', 'refund page'),
      passage('refund polici', 'refund who much', '100 eur support decid', 'account owner'),
    ],
  );
  expect(ranked[0]).toMatchObject({ passage: 1, sentence: 1 });
  expect(ranked[0]?.score).toBeGreaterThan(0.8);
});

test('words that nobody wrote down count against every answer', () => {
  const [best] = rankSentences(['pension', 'day'], [passage('holiday', '30 day year')]);
  expect(best?.score).toBeLessThan(0.5);
});

test('a sentence without any of the words is no answer', () => {
  expect(rankSentences(['refund'], [passage('refund', 'account owner agre')])).toEqual([]);
  expect(rankSentences([], [passage('refund', 'refund')])).toEqual([]);
});
