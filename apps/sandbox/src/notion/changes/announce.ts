import type { NotionAuthor, NotionChange, NotionChangeType } from '../change.ts';
import type { PageRecord, Parent } from '../records.ts';
import type { NotionWorkspace } from '../workspace.ts';

const parentOf = (workspace: NotionWorkspace, parent: Parent): object => {
  switch (parent.type) {
    case 'workspace':
      return { id: workspace.id, type: 'space' };
    case 'page_id':
      return { id: parent.id, type: 'page' };
    case 'block_id':
      return { id: parent.id, type: 'block' };
    case 'data_source_id': {
      const databaseId = workspace.dataSources.get(parent.id)?.databaseId;
      return { id: databaseId, type: 'database', data_source_id: parent.id };
    }
  }
};

interface News {
  readonly type: NotionChangeType;
  readonly entity: NotionChange['entity'];
  readonly parent: Parent;
  readonly author: NotionAuthor;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Tells of a change. */
export const announce = (workspace: NotionWorkspace, news: News): void =>
  workspace.onChange({
    type: news.type,
    entity: news.entity,
    authors: [news.author],
    data: { parent: parentOf(workspace, news.parent), ...news.data },
  });

/** Tells of a change of a page. */
export const announcePage = (
  workspace: NotionWorkspace,
  page: PageRecord,
  type: NotionChangeType,
  { author, data }: Pick<News, 'author' | 'data'>,
): void =>
  announce(workspace, {
    type,
    entity: { id: page.id, type: 'page' },
    parent: page.parent,
    author,
    ...(data === undefined ? {} : { data }),
  });
