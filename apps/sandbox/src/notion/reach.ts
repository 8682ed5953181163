import { notFound } from './errors.ts';
import type { BlockRecord, DatabaseRecord, DataSourceRecord, PageRecord, Parent } from './records.ts';
import type { NotionWorkspace } from './workspace.ts';

const MAX_DEPTH = 50;

/** The page that something hangs under, however deep. */
const pageAbove = (workspace: NotionWorkspace, parent: Parent): PageRecord | undefined => {
  switch (parent.type) {
    case 'workspace':
      return undefined;
    case 'page_id':
      return workspace.pages.get(parent.id);
    case 'block_id':
      return workspace.pages.get(workspace.blocks.get(parent.id)?.pageId ?? '');
    case 'data_source_id': {
      const database = workspace.databases.get(workspace.dataSources.get(parent.id)?.databaseId ?? '');
      return database === undefined ? undefined : pageAbove(workspace, database.parent);
    }
  }
};

/** Whether the integration may see a page: neither it nor one above it was taken away. */
export const isShared = (workspace: NotionWorkspace, page: PageRecord, depth = 0): boolean => {
  if (page.sharing === 'off') return false;
  if (page.sharing === 'direct' || depth > MAX_DEPTH) return true;
  const above = pageAbove(workspace, page.parent);
  return above === undefined || isShared(workspace, above, depth + 1);
};

/** Whether the integration may see what hangs there. */
export const isParentShared = (workspace: NotionWorkspace, parent: Parent): boolean => {
  const above = pageAbove(workspace, parent);
  return above === undefined || isShared(workspace, above);
};

/** A page that the integration may see, or Notion's 404. */
export const pageAt = (workspace: NotionWorkspace, id: string): PageRecord => {
  const page = workspace.pages.get(id);
  if (page === undefined || !isShared(workspace, page)) throw notFound('page', id);
  return page;
};

/** A block that the integration may see, or Notion's 404. */
export const blockAt = (workspace: NotionWorkspace, id: string): BlockRecord => {
  const block = workspace.blocks.get(id);
  const page = block === undefined ? undefined : workspace.pages.get(block.pageId);
  if (block === undefined || page === undefined || !isShared(workspace, page)) throw notFound('block', id);
  return block;
};

export const databaseAt = (workspace: NotionWorkspace, id: string): DatabaseRecord => {
  const database = workspace.databases.get(id);
  if (database === undefined || !isParentShared(workspace, database.parent)) throw notFound('database', id);
  return database;
};

export const dataSourceAt = (workspace: NotionWorkspace, id: string): DataSourceRecord => {
  const source = workspace.dataSources.get(id);
  const database = source === undefined ? undefined : workspace.databases.get(source.databaseId);
  if (source === undefined || database === undefined || !isParentShared(workspace, database.parent)) {
    throw notFound('data_source', id);
  }
  return source;
};
