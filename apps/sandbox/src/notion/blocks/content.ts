import type { NotionAuthor } from '../change.ts';
import { idBelow } from '../ids.ts';
import { isShared } from '../reach.ts';
import type { BlockRecord, NewBlock, PageRecord, Parent } from '../records.ts';
import type { NotionWorkspace } from '../workspace.ts';
import { shapeOf } from './block-types.ts';

/** Where blocks are put, by whom and when. */
interface Making {
  readonly workspace: NotionWorkspace;
  readonly page: PageRecord;
  readonly by: string;
  readonly atMs: number;
  newId(): string;
}

const partsOf = (block: NewBlock): Pick<BlockRecord, 'text' | 'caption' | 'cells' | 'fields'> => {
  const shape = shapeOf(block.type);
  return {
    text: block.text ?? (shape?.hasText === true ? [] : undefined),
    caption: block.caption ?? (shape?.hasCaption === true ? [] : undefined),
    cells: block.cells,
    fields: { ...shape?.fields, ...block.fields },
  };
};

const makeBlock = (making: Making, block: NewBlock, parent: Parent): string => {
  const { workspace, page, by, atMs } = making;
  const id = block.id ?? making.newId();
  const record: BlockRecord = {
    id,
    pageId: page.id,
    parent,
    type: block.type,
    createdMs: atMs,
    createdBy: by,
    ...partsOf(block),
    childIds: [],
    editedMs: atMs,
    editedBy: by,
    isTrashed: block.type === 'child_page' && workspace.pages.get(id)?.isTrashed === true,
  };
  workspace.blocks.set(id, record);
  for (const child of block.children ?? []) {
    record.childIds.push(makeBlock(making, child, { type: 'block_id', id }));
  }
  return id;
};

/** The ids of a page's top-level blocks, made now if nobody has looked before. */
export const contentOf = (workspace: NotionWorkspace, page: PageRecord): string[] => {
  if (typeof page.content !== 'function') return page.content;
  // Ids of the page's own, so that they do not depend on who is read first.
  let made = 0;
  const newId = () => {
    made += 1;
    return idBelow(page.id, made);
  };
  const making = { workspace, page, by: page.createdBy, atMs: page.createdMs, newId };
  const blocks = page.content();
  page.content = blocks.map((block) => makeBlock(making, block, { type: 'page_id', id: page.id }));
  return page.content;
};

/** Where among its brothers a block comes to stand. */
export type Place =
  | { readonly type: 'start' }
  | { readonly type: 'end' }
  | { readonly type: 'after'; readonly id: string };

const indexOf = (ids: readonly string[], place: Place): number => {
  if (place.type === 'start') return 0;
  const index = place.type === 'after' ? ids.indexOf(place.id) : -1;
  return index === -1 ? ids.length : index + 1;
};

/** Puts blocks below a page or a block; gives them back. */
export const addBlocks = (
  { workspace, page, author }: { workspace: NotionWorkspace; page: PageRecord; author: NotionAuthor },
  blocks: readonly NewBlock[],
  { under, place }: { under?: BlockRecord | undefined; place: Place },
): readonly BlockRecord[] => {
  const ids = under === undefined ? contentOf(workspace, page) : under.childIds;
  const parent: Parent =
    under === undefined ? { type: 'page_id', id: page.id } : { type: 'block_id', id: under.id };
  const making = { workspace, page, by: author.id, atMs: workspace.nowMs(), newId: workspace.newId };
  const made = blocks.map((block) => makeBlock(making, block, parent));
  ids.splice(indexOf(ids, place), 0, ...made);
  return made.flatMap((id) => workspace.blocks.get(id) ?? []);
};

/** A page below that was taken away is not shown in the page above either. */
const isShown = (workspace: NotionWorkspace, block: BlockRecord): boolean => {
  const page = block.type === 'child_page' ? workspace.pages.get(block.id) : undefined;
  return !block.isTrashed && (page === undefined || isShared(workspace, page));
};

/** The blocks behind ids, without those in the trash or out of reach. */
export const liveBlocks = (workspace: NotionWorkspace, ids: readonly string[]): readonly BlockRecord[] =>
  ids.flatMap((id) => {
    const block = workspace.blocks.get(id);
    return block === undefined || !isShown(workspace, block) ? [] : [block];
  });
