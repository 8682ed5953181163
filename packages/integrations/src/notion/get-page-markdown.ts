import { z } from 'zod';
import { orMissing } from '../call/or-status.ts';
import { readNotion, statusOf, type AskOptions, type NotionDeps } from './asking.ts';
import { readBlockTree, type UnreadableBlock } from './block-tree.ts';
import { blocksToMarkdown } from './markdown/blocks-to-markdown.ts';

/** What a page holds, in Notion's own Markdown. */
export interface NotionMarkdown {
  readonly markdown: string;
  /** `blocks` where Notion's own Markdown was cut or could not be had, and it was put together from blocks. */
  readonly source: 'markdown' | 'blocks';
  /** Blocks that are not in it: of a type that the API does not know, or out of reach. */
  readonly unreadable: readonly UnreadableBlock[];
  /** False where the page holds more than is read of one page. */
  readonly isComplete: boolean;
}

const answerSchema = z.object({
  markdown: z.string(),
  truncated: z.boolean(),
  unknown_block_ids: z.array(z.string()).default([]),
});

type Answer = z.output<typeof answerSchema>;

const askMarkdown = (deps: NotionDeps, pageId: string, options: AskOptions): Promise<Answer> =>
  readNotion(
    deps,
    {
      operation: 'pages.getMarkdown',
      ask: (client) => client.pages.retrieveMarkdown({ page_id: pageId }),
      read: (answer) => answerSchema.parse(answer),
    },
    options,
  );

const fromBlocks = async (
  deps: NotionDeps,
  pageId: string,
  options: AskOptions,
): Promise<NotionMarkdown | undefined> => {
  const tree = await orMissing(readBlockTree(deps, pageId, options));
  if (tree === undefined) return undefined;
  const { nodes, unreadable, isComplete } = tree;
  return { markdown: blocksToMarkdown(nodes), source: 'blocks', unreadable, isComplete };
};

/** Notion took too long over the whole, or does not make Markdown of this page. */
const isWorthBlocks = (thrown: unknown): boolean => [400, 501, 504].includes(statusOf(thrown) ?? 0);

/**
 * What a page holds as Markdown: in one request where Notion gives it whole, else block by block.
 * `undefined` where the page is gone or not shared any more. A page that cannot be read either way
 * fails with 504: give it up after some tries, the others are fine.
 */
export const getPageMarkdown = async (
  deps: NotionDeps,
  pageId: string,
  options: AskOptions,
): Promise<NotionMarkdown | undefined> => {
  let answer: Answer | undefined;
  try {
    answer = await orMissing(askMarkdown(deps, pageId, options));
  } catch (thrown) {
    if (!isWorthBlocks(thrown)) throw thrown;
    return fromBlocks(deps, pageId, options);
  }
  if (answer === undefined) return undefined;
  if (answer.truncated) return fromBlocks(deps, pageId, options);
  const { markdown, unknown_block_ids: unknownIds } = answer;
  return {
    markdown,
    source: 'markdown',
    unreadable: unknownIds.map((id) => ({ id, type: null })),
    isComplete: true,
  };
};
