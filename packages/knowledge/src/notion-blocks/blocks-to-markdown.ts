import { writeMarkdown } from '../markdown/write-markdown.ts';
import { withStableUrls } from '../stable-url.ts';
import { parseBlockTree } from './block.ts';
import { toNodes } from './to-nodes.ts';

/**
 * Notion's blocks, each with those below it under `children`, as the Markdown that `cleanMarkdown` makes
 * of the same page: the way for pages that the Markdown endpoint does not give.
 */
export const blocksToMarkdown = (
  blocks: readonly unknown[],
  { pageId }: { readonly pageId: string },
): string => withStableUrls(writeMarkdown(toNodes(parseBlockTree(blocks), pageId)), { pageId });
