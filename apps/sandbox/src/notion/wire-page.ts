import { trashFlags, type ApiVersion } from './api-version.ts';
import { urlOf } from './ids.ts';
import { minuteText } from './minute.ts';
import { wireProperty, wireSchema } from './properties/wire-property.ts';
import type { CommentRecord, DatabaseRecord, DataSourceRecord, NotionUser, PageRecord } from './records.ts';
import { plain, wireText } from './rich-text.ts';
import { wireParent } from './wire-parent.ts';
import { propertiesOf, type NotionWorkspace } from './workspace.ts';

const person = (id: string) => ({ object: 'user', id });

const editsOf = (record: {
  readonly createdMs: number;
  readonly createdBy: string;
  readonly editedMs: number;
  readonly editedBy: string;
}) => ({
  created_time: minuteText(record.createdMs),
  last_edited_time: minuteText(record.editedMs),
  created_by: person(record.createdBy),
  last_edited_by: person(record.editedBy),
});

/** A page in Notion's shape; where ids are given, with those properties only. */
export const wirePage = (
  workspace: NotionWorkspace,
  page: PageRecord,
  version: ApiVersion,
  only: readonly string[] = [],
): object => {
  const configs = [...propertiesOf(workspace, page.parent).values()];
  const shown = only.length === 0 ? configs : configs.filter(({ id }) => only.includes(id));
  return {
    object: 'page',
    id: page.id,
    ...editsOf(page),
    cover: null,
    icon: page.icon === null ? null : { type: 'emoji', emoji: page.icon },
    parent: wireParent(workspace, page.parent),
    ...trashFlags(page.isTrashed, version),
    is_archived: false,
    is_locked: false,
    properties: Object.fromEntries(shown.map((config) => [config.name, wireProperty(page, config)])),
    url: urlOf(page.id),
    public_url: null,
  };
};

/** A data source in Notion's shape. */
export const wireDataSource = (
  workspace: NotionWorkspace,
  source: DataSourceRecord,
  version: ApiVersion,
): object => {
  const database = workspace.databases.get(source.databaseId);
  return {
    object: 'data_source',
    id: source.id,
    ...editsOf(source),
    title: wireText(plain(source.title)),
    description: [],
    icon: null,
    cover: null,
    is_inline: false,
    ...trashFlags(source.isTrashed, version),
    parent: { type: 'database_id', database_id: source.databaseId },
    database_parent: wireParent(workspace, database?.parent ?? { type: 'workspace' }),
    properties: wireSchema(source, (id) => workspace.dataSources.get(id)?.databaseId ?? ''),
    url: urlOf(source.databaseId),
    public_url: null,
  };
};

/** A database in Notion's shape: a container of data sources. */
export const wireDatabase = (
  workspace: NotionWorkspace,
  database: DatabaseRecord,
  version: ApiVersion,
): object => ({
  object: 'database',
  id: database.id,
  ...editsOf({ ...database, editedMs: database.createdMs, editedBy: database.createdBy }),
  title: wireText(plain(database.title)),
  description: wireText(plain(database.description)),
  icon: null,
  cover: null,
  is_inline: false,
  is_locked: false,
  ...trashFlags(
    database.dataSourceIds.every((id) => workspace.dataSources.get(id)?.isTrashed === true),
    version,
  ),
  parent: wireParent(workspace, database.parent),
  data_sources: database.dataSourceIds.map((id) => ({
    id,
    name: workspace.dataSources.get(id)?.title ?? '',
  })),
  url: urlOf(database.id),
  public_url: null,
});

/** A user in Notion's shape. */
export const wireUser = (workspace: NotionWorkspace, user: NotionUser): object => ({
  object: 'user',
  id: user.id,
  name: user.name,
  avatar_url: null,
  type: user.type,
  ...(user.type === 'person'
    ? { person: user.email === null ? {} : { email: user.email } }
    : {
        bot: {
          owner: { type: 'workspace', workspace: true },
          workspace_id: workspace.id,
          workspace_name: workspace.name,
          workspace_limits: { max_file_upload_size_in_bytes: 5_368_709_120 },
        },
      }),
});

/** A comment in Notion's shape. */
export const wireComment = (workspace: NotionWorkspace, comment: CommentRecord): object => ({
  object: 'comment',
  id: comment.id,
  parent: wireParent(workspace, comment.parent),
  discussion_id: comment.discussionId,
  created_time: minuteText(comment.createdMs),
  last_edited_time: minuteText(comment.createdMs),
  created_by: person(comment.createdBy),
  rich_text: wireText(comment.text),
  display_name: {
    type: comment.createdBy === workspace.bot.id ? 'integration' : 'user',
    resolved_name: workspace.users.find(({ id }) => id === comment.createdBy)?.name ?? null,
  },
});
