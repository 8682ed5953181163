import { sectionsOf } from '../chunks/sections.ts';
import { unitsOf } from '../chunks/unit.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { sentencesOf } from './sentences.ts';

/** What stands below one heading, sentence by sentence. */
export interface ToldSection {
  /** The headings above, the outermost first. */
  readonly headingPath: readonly string[];
  readonly sentences: readonly string[];
}

/** No sentence is longer. */
const LONGEST = 2_000;

/** What a page says, by the heading that it stands below. */
export const toldSections = (markdown: string): readonly ToldSection[] =>
  sectionsOf(parseMarkdown(markdown).children)
    .map(({ path, blocks }) => ({
      headingPath: path,
      sentences: blocks.flatMap((block) => unitsOf(block, LONGEST)).flatMap(({ text }) => sentencesOf(text)),
    }))
    .filter(({ sentences }) => sentences.length > 0);
