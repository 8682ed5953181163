import type { RootContent } from 'mdast';
import { plainText } from '../markdown/plain-text.ts';

/** What stands below one heading, down to the next one. */
export interface Section {
  /** The headings above, the outermost first, its own last. */
  readonly path: readonly string[];
  readonly blocks: readonly RootContent[];
}

interface Open {
  readonly depth: number;
  readonly text: string;
}

/** The blocks of a page by the heading that they stand below; a heading without anything below has a section, too. */
export const sectionsOf = (nodes: readonly RootContent[]): Section[] => {
  const sections: { path: string[]; blocks: RootContent[] }[] = [{ path: [], blocks: [] }];
  let open: Open[] = [];
  for (const node of nodes) {
    if (node.type === 'heading') {
      open = [
        ...open.filter(({ depth }) => depth < node.depth),
        { depth: node.depth, text: plainText(node) },
      ];
      sections.push({ path: open.map(({ text }) => text), blocks: [] });
    } else sections.at(-1)?.blocks.push(node);
  }
  return sections.filter(({ path, blocks }) => path.length > 0 || blocks.length > 0);
};
