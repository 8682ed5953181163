import type { BlockObjectRequest } from '@notionhq/client';
import { z } from 'zod';
import { writeNotion, type AskOptions, type NotionDeps } from './asking.ts';
import { toBlockBatches, type NewNotionBlock } from './new-block.ts';

/** What to add, and below what. */
export interface BlocksToAppend {
  /** A page or a block. */
  readonly parentId: string;
  readonly blocks: readonly NewNotionBlock[];
}

const answerSchema = z.object({ results: z.array(z.object({ id: z.string() })) });

/** Adds one request's worth of blocks. */
export const appendBatch = (
  deps: NotionDeps,
  parentId: string,
  children: BlockObjectRequest[],
  options: AskOptions,
): Promise<readonly string[]> =>
  writeNotion(
    deps,
    {
      operation: 'blocks.children.append',
      // Blocks carry no key: added twice they are there twice.
      idempotent: false,
      ask: (client) =>
        client.blocks.children.append({ block_id: parentId, children, position: { type: 'end' } }),
      read: (answer) => answerSchema.parse(answer).results.map(({ id }) => id),
    },
    options,
  );

/**
 * Adds blocks at the end, a hundred at a time, and gives their ids. Not safe to repeat: Notion has no
 * key for it. What must be there once goes into `createPage`, which finds its page again.
 */
export const appendBlocks = async (
  deps: NotionDeps,
  { parentId, blocks }: BlocksToAppend,
  options: AskOptions,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const batch of toBlockBatches(blocks)) {
    if (batch.length > 0) ids.push(...(await appendBatch(deps, parentId, batch, options)));
  }
  return ids;
};
