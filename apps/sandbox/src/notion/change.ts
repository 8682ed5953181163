/** What a change of the workspace is called; Notion's webhooks use the same words. */
export type NotionChangeType =
  | 'page.created'
  | 'page.content_updated'
  | 'page.properties_updated'
  | 'page.deleted'
  | 'page.undeleted'
  | 'database.created'
  | 'data_source.schema_updated'
  | 'comment.created';

/** Who made a change; our own writes are a bot's. */
export interface NotionAuthor {
  readonly id: string;
  readonly type: 'person' | 'bot';
}

/** What is told of a change: Notion's webhook payload without what belongs to one delivery. */
export interface NotionChange {
  readonly type: NotionChangeType;
  readonly entity: { readonly id: string; readonly type: 'page' | 'database' | 'data_source' | 'comment' };
  readonly authors: readonly NotionAuthor[];
  readonly data: Readonly<Record<string, unknown>>;
}
