import type { RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';

/** The blocks as Markdown, always written the same way. */
export const writeMarkdown = (children: readonly RootContent[]): string =>
  toMarkdown(
    { type: 'root', children: [...children] },
    {
      bullet: '-',
      rule: '-',
      emphasis: '*',
      listItemIndent: 'one',
      fences: true,
      extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    },
  ).trimEnd();
