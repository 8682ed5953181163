import type { AskOptions, NotionDeps, NotionListPage, NotionRows } from './asking.ts';
import { blockSchema, type NotionBlock } from './block.ts';
import { readPage } from './list-page.ts';
import { askShrinking } from './shrink-page.ts';

/** Whose children. */
export interface BlockPage extends NotionListPage {
  /** A page or a block. */
  readonly parentId: string;
}

/** One page of the children of a page or block, fewer where Notion takes too long for so many. */
export const listBlocks = (
  deps: NotionDeps,
  { parentId, next, limit }: BlockPage,
  options: AskOptions,
): Promise<NotionRows<NotionBlock>> =>
  askShrinking(limit, (size) =>
    readPage(
      deps,
      {
        operation: 'blocks.children.list',
        ask: (client, params) => client.blocks.children.list({ block_id: parentId, ...params }),
        read: (row) => blockSchema.parse(row),
      },
      { next, limit: size },
      options,
    ),
  );
