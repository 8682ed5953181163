import type { RootContent } from 'mdast';
import { joinLists } from '../markdown/nodes.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import { withStableUrls, type FilePlace } from '../stable-url.ts';
import { makeLineReader } from './line-reader.ts';
import { parseBlocks } from './parse-blocks.ts';

/**
 * Notion's own Markdown (`GET /v1/pages/{id}/markdown`) as Markdown that everybody reads: colours go,
 * callouts are quotes, toggles their title and content, equations code; a file whose link expires is
 * named by its page. What we do not know becomes its text; nothing makes it throw.
 */
export const cleanMarkdown = (markdown: string, place: Pick<FilePlace, 'pageId'>): string => {
  const reader = makeLineReader(markdown);
  const nodes: RootContent[] = [];
  while (reader.peek() !== undefined) {
    nodes.push(...parseBlocks({ reader, place }, 0));
    // What is left is a line that closes what nobody opened.
    reader.take();
  }
  return withStableUrls(writeMarkdown(joinLists(nodes)), place);
};
