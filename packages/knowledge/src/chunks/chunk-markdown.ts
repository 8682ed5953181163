import type { KnowledgeChunk } from '@sherpa/core';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { sectionsOf, type Section } from './sections.ts';
import { unitsOf, type Unit } from './unit.ts';

/** Some 200 words: a passage that answers one question, and little enough to read at a glance. */
const TARGET = 1_200;
/** A last sentence up to this length begins the next chunk again, so that what follows keeps what it refers to. */
const OVERLAP = 200;
/** A section that is shorter goes on into the next one, as long as both fit. */
const SHORT = TARGET / 2;

interface Draft {
  readonly headingPath: readonly string[];
  readonly headings: readonly string[];
  readonly text: string;
}

const append = (text: string, unit: Unit): string => (text === '' ? unit.text : text + unit.gap + unit.text);

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** What the next chunk begins with: the last sentence, if it is short and there is more before it. */
const overlapOf = (text: string, last: Unit | undefined): string => {
  if (last?.mayRepeat !== true) return '';
  const sentence = [...sentences.segment(last.text)].at(-1)?.segment.trim() ?? '';
  return sentence.length <= OVERLAP && sentence.length < text.length ? sentence : '';
};

/** The texts of one section, each at most as long as the target unless one unit alone is longer. */
const textsOf = ({ blocks }: Section): string[] => {
  const texts: string[] = [];
  let text = '';
  let last: Unit | undefined;
  for (const unit of blocks.flatMap((block) => unitsOf(block, TARGET))) {
    if (text !== '' && text.length + unit.text.length > TARGET) {
      texts.push(text);
      text = overlapOf(text, last);
    }
    text = append(text, unit);
    last = unit;
  }
  return text === '' && texts.length > 0 ? texts : [...texts, text];
};

const draftsOf = (section: Section): Draft[] =>
  textsOf(section).map((text) => ({ headingPath: section.path, headings: section.path, text }));

const titleBetween = (before: Draft, next: Draft): string =>
  before.text === '' || before.headingPath === next.headingPath ? '' : (next.headingPath.at(-1) ?? '');

/** The heading of a section that joins another stands in the text: it is a line of that chunk. */
const join = (before: Draft, next: Draft): Draft => ({
  headingPath: before.text === '' ? next.headingPath : before.headingPath,
  headings: [...new Set([...before.headings, ...next.headings])],
  text: [before.text, titleBetween(before, next), next.text].filter((part) => part !== '').join('\n\n'),
});

const fits = (before: Draft, next: Draft): boolean =>
  before.text.length < SHORT && before.text.length + next.text.length < TARGET;

const joined = (drafts: readonly Draft[]): Draft[] => {
  const all: Draft[] = [];
  for (const draft of drafts) {
    const before = all.at(-1);
    if (before !== undefined && fits(before, draft)) all.splice(-1, 1, join(before, draft));
    else all.push(draft);
  }
  return all;
};

/**
 * A page in passages: by headings, about 1,200 characters each, never cut inside code, a row of a table
 * or a sentence. A page without text has one passage of nothing, so that its title can be found.
 */
export const chunkMarkdown = (markdown: string): KnowledgeChunk[] => {
  const drafts = joined(sectionsOf(parseMarkdown(markdown).children).flatMap(draftsOf));
  const all = drafts.length === 0 ? [{ headingPath: [], headings: [], text: '' }] : drafts;
  return all.map((draft, position) => ({ position, ...draft }));
};
