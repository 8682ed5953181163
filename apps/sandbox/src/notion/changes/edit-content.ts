import { addBlocks, contentOf, liveBlocks, type Place } from '../blocks/content.ts';
import type { NotionAuthor } from '../change.ts';
import type { BlockRecord, NewBlock, PageRecord } from '../records.ts';
import type { NotionWorkspace } from '../workspace.ts';
import { announcePage } from './announce.ts';

/** A page, and who changes it. */
export interface Editing {
  readonly workspace: NotionWorkspace;
  readonly page: PageRecord;
  readonly author: NotionAuthor;
}

/** Notes on the page that it was edited just now. */
export const touch = ({ workspace, page, author }: Editing): void => {
  page.editedMs = workspace.nowMs();
  page.editedBy = author.id;
};

const announceContent = (editing: Editing, blocks: readonly BlockRecord[]): void => {
  touch(editing);
  announcePage(editing.workspace, editing.page, 'page.content_updated', {
    author: editing.author,
    data: { updated_blocks: blocks.map(({ id }) => ({ id, type: 'block' })) },
  });
};

/** Puts blocks below a page or one of its blocks. */
export const appendBlocks = (
  editing: Editing,
  blocks: readonly NewBlock[],
  where: { readonly under?: BlockRecord | undefined; readonly place: Place },
): readonly BlockRecord[] => {
  const made = addBlocks(editing, blocks, where);
  announceContent(editing, made);
  return made;
};

/** Changes what a block holds. */
export const editBlock = (
  editing: Editing,
  block: BlockRecord,
  change: Omit<NewBlock, 'type'> & { readonly isTrashed?: boolean | undefined },
): void => {
  block.text = change.text ?? block.text;
  block.caption = change.caption ?? block.caption;
  block.cells = change.cells ?? block.cells;
  block.fields = { ...block.fields, ...change.fields };
  block.isTrashed = change.isTrashed ?? block.isTrashed;
  block.editedMs = editing.workspace.nowMs();
  block.editedBy = editing.author.id;
  announceContent(editing, [block]);
};

/** Takes away everything a page holds but its child pages, which are pages of their own. */
export const replaceContent = (editing: Editing, blocks: readonly NewBlock[]): readonly BlockRecord[] => {
  const { workspace, page } = editing;
  const ids = contentOf(workspace, page);
  const kept = new Set(blocks.flatMap(({ id }) => id ?? []));
  for (const block of liveBlocks(workspace, ids)) block.isTrashed = !kept.has(block.id);
  ids.splice(0, ids.length, ...ids.filter((id) => !kept.has(id)));
  return appendBlocks(editing, blocks, { place: { type: 'end' } });
};
