import type { Parent } from './records.ts';
import type { NotionWorkspace } from './workspace.ts';

/** A parent in Notion's shape. */
export const wireParent = (workspace: NotionWorkspace, parent: Parent): object => {
  if (parent.type === 'workspace') return { type: 'workspace', workspace: true };
  const own = { type: parent.type, [parent.type]: parent.id };
  if (parent.type !== 'data_source_id') return own;
  return { ...own, database_id: workspace.dataSources.get(parent.id)?.databaseId ?? null };
};
