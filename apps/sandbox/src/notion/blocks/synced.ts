import { isShared } from '../reach.ts';
import type { BlockRecord } from '../records.ts';
import type { NotionWorkspace } from '../workspace.ts';

/** The block that a synced block shows, which lives elsewhere; nothing for one that shows itself. */
export const originalIdOf = (block: BlockRecord): string | undefined => {
  const from = block.fields['synced_from'];
  if (typeof from !== 'object' || from === null || !('block_id' in from)) return undefined;
  return String(from.block_id);
};

/** Whose children a block shows: its own, or its original's. Nothing where that is out of reach. */
export const shownBlock = (workspace: NotionWorkspace, block: BlockRecord): BlockRecord | undefined => {
  const originalId = originalIdOf(block);
  if (originalId === undefined) return block;
  const original = workspace.blocks.get(originalId);
  const page = workspace.pages.get(original?.pageId ?? '');
  return page !== undefined && isShared(workspace, page) ? original : undefined;
};
