import { addBlocks, contentOf } from '../blocks/content.ts';
import type { NotionAuthor } from '../change.ts';
import type { PropertyValue } from '../properties/property.ts';
import type { NewBlock, PageRecord, Parent } from '../records.ts';
import type { NotionWorkspace } from '../workspace.ts';
import { announcePage } from './announce.ts';
import { noteKey } from './page-key.ts';

export interface PageToBe {
  readonly parent: Parent;
  readonly values: ReadonlyMap<string, PropertyValue>;
  readonly blocks: readonly NewBlock[];
  readonly icon: string | null;
  /** Its content comes later, by a job of Notion's own. */
  readonly templateId: string | null;
}

const makePage = (
  workspace: NotionWorkspace,
  { parent, values, icon }: PageToBe,
  by: string,
): PageRecord => ({
  id: workspace.newId(),
  parent,
  createdMs: workspace.nowMs(),
  createdBy: by,
  isTemplate: false,
  isPoison: false,
  values: new Map(values),
  icon,
  editedMs: workspace.nowMs(),
  editedBy: by,
  isTrashed: false,
  sharing: 'inherited',
  content: [],
  titleBefore: null,
  titleSinceMs: workspace.nowMs(),
});

/** A page below a page is a block there, too. */
const hangIn = (workspace: NotionWorkspace, page: PageRecord, author: NotionAuthor): void => {
  if (page.parent.type === 'data_source_id') {
    workspace.dataSources.get(page.parent.id)?.rows.push(page);
    return;
  }
  const above = page.parent.type === 'page_id' ? workspace.pages.get(page.parent.id) : undefined;
  if (above === undefined) return;
  contentOf(workspace, above);
  const place = { place: { type: 'end' } } as const;
  addBlocks({ workspace, page: above, author }, [{ type: 'child_page', id: page.id }], place);
};

/** Makes a page. With a template it stays blank until the template's job has run. */
export const createPage = (workspace: NotionWorkspace, toBe: PageToBe, author: NotionAuthor): PageRecord => {
  const page = makePage(workspace, toBe, author.id);
  workspace.pages.set(page.id, page);
  hangIn(workspace, page, author);
  addBlocks({ workspace, page, author }, toBe.blocks, { place: { type: 'end' } });
  noteKey(workspace, page, toBe.values, 'creates');
  announcePage(workspace, page, 'page.created', { author });
  if (toBe.templateId !== null) {
    const dueMs = workspace.nowMs() + workspace.limits.templateMs;
    workspace.jobs.push({ pageId: page.id, templateId: toBe.templateId, dueMs });
  }
  return page;
};
