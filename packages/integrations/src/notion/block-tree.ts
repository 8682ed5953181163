import { statusOf, type AskOptions, type NotionDeps } from './asking.ts';
import type { NotionBlock } from './block.ts';
import { listBlocks } from './list-blocks.ts';
import { isCursorLost } from './list-page.ts';

/** A block with those below it. */
export interface BlockNode {
  readonly block: NotionBlock;
  readonly children: readonly BlockNode[];
}

/** A block that Notion does not let us read, and what it is where that is known. */
export interface UnreadableBlock {
  readonly id: string;
  readonly type: string | null;
}

/** What was read of a page. */
export interface BlockTree {
  readonly nodes: readonly BlockNode[];
  readonly unreadable: readonly UnreadableBlock[];
  /** False where there was more than is read of one page. */
  readonly isComplete: boolean;
}

interface Reading {
  readonly deps: NotionDeps;
  readonly options: AskOptions;
  readonly unreadable: UnreadableBlock[];
  left: number;
}

const PAGE = 100;
const MAX_DEPTH = 30;
const MAX_BLOCKS = 10_000;
const MAX_STARTS = 3;

/** Pages and tables of their own, which are read by themselves. */
const OWN = new Set(['child_page', 'child_database']);

/** All children, from the start again where the listing lost its place. */
const readAll = async ({ deps, options }: Reading, parentId: string): Promise<readonly NotionBlock[]> => {
  for (let starts = 1; ; starts += 1) {
    const blocks: NotionBlock[] = [];
    let next: string | undefined;
    try {
      do {
        const page = await listBlocks(deps, { parentId, next, limit: PAGE }, options);
        blocks.push(...page.rows);
        next = page.next;
      } while (next !== undefined && blocks.length < MAX_BLOCKS);
      return blocks;
    } catch (thrown) {
      if (!isCursorLost(thrown) || starts >= MAX_STARTS) throw thrown;
    }
  }
};

/** The children of a block; none where Notion refuses them, which is noted. */
const readBelow = async (
  reading: Reading,
  block: NotionBlock,
  depth: number,
): Promise<readonly BlockNode[]> => {
  if (!block.hasChildren || OWN.has(block.type) || depth >= MAX_DEPTH) return [];
  try {
    return await readNodes(reading, await readAll(reading, block.id), depth + 1);
  } catch (thrown) {
    const status = statusOf(thrown);
    // A synced block whose original is out of reach, or a type that the API does not know.
    if (status !== 404 && status !== 400) throw thrown;
    reading.unreadable.push({ id: block.id, type: block.type });
    return [];
  }
};

const readNodes = async (
  reading: Reading,
  blocks: readonly NotionBlock[],
  depth: number,
): Promise<readonly BlockNode[]> => {
  const nodes: BlockNode[] = [];
  for (const block of blocks) {
    if (reading.left === 0) return nodes;
    reading.left -= 1;
    if (block.unsupportedType === null) {
      nodes.push({ block, children: await readBelow(reading, block, depth) });
    } else {
      reading.unreadable.push({ id: block.id, type: block.unsupportedType });
    }
  }
  return nodes;
};

/** Everything a page holds, block by block: one request for each block that has children. */
export const readBlockTree = async (
  deps: NotionDeps,
  pageId: string,
  options: AskOptions,
): Promise<BlockTree> => {
  const reading: Reading = { deps, options, unreadable: [], left: MAX_BLOCKS };
  const nodes = await readNodes(reading, await readAll(reading, pageId), 0);
  return { nodes, unreadable: reading.unreadable, isComplete: reading.left > 0 };
};
