export { askNotionAccount } from './account.ts';
export type { BlocksToAppend } from './append-blocks.ts';
export type { AskOptions, NotionListPage, NotionRows } from './asking.ts';
export type { NotionBlock } from './block.ts';
export type { UnreadableBlock } from './block-tree.ts';
export type { CommentPage, NewNotionComment, NotionComment } from './comments.ts';
export type { CreatedNotionPage, NewNotionPage, PageKey } from './create-page.ts';
export type {
  NotionDatabase,
  NotionDataSource,
  NotionPropertyConfig,
  NotionTemplate,
} from './data-source.ts';
export type { PageEdit } from './edit-page.ts';
export type { NotionFilter } from './filter.ts';
export type { NotionMarkdown } from './get-page-markdown.ts';
export { isCursorLost } from './list-page.ts';
export type { BlockPage } from './list-blocks.ts';
export { lastCompleteMinute } from './minute.ts';
export type { NewNotionBlock } from './new-block.ts';
export { makeNotion, type Notion, type NotionOptions } from './notion.ts';
export type { NotionPage, NotionParent } from './page.ts';
export type { PropertyOfPage } from './property-items.ts';
export type { NotionPropertyInput, NotionPropertyInputs } from './property-input.ts';
export type { NotionDate, NotionProperty, NotionValue } from './property-value.ts';
export type { NotionQuery } from './query-data-source.ts';
export type { NewNotionContent } from './replace-markdown.ts';
export type { NewNotionText, NotionText } from './rich-text.ts';
export type { NotionSearch } from './search.ts';
export type { NotionUser } from './users.ts';
export { notionLimits, notionLimitSettingsSchema, type NotionLimitSettings } from './limits.ts';
