import type { Call } from '../call/make-call.ts';
import { appendBlocks, type BlocksToAppend } from './append-blocks.ts';
import type { AskOptions, NotionListPage, NotionRows } from './asking.ts';
import type { NotionBlock } from './block.ts';
import {
  createComment,
  listComments,
  type CommentPage,
  type NewNotionComment,
  type NotionComment,
} from './comments.ts';
import {
  createPage,
  findPageByKey,
  type CreatedNotionPage,
  type NewNotionPage,
  type PageKey,
} from './create-page.ts';
import {
  getDatabase,
  getDataSource,
  listTemplates,
  type NotionDatabase,
  type NotionDataSource,
  type NotionTemplate,
} from './data-source.ts';
import { trashPage, updatePageProperties, type PageEdit } from './edit-page.ts';
import { getPage } from './get-page.ts';
import { getPageMarkdown, type NotionMarkdown } from './get-page-markdown.ts';
import { makeKeyPropertyCheck } from './key-property.ts';
import { listBlocks, type BlockPage } from './list-blocks.ts';
import type { NotionPage } from './page.ts';
import { getPropertyItems, type PropertyOfPage } from './property-items.ts';
import { queryDataSource, type NotionQuery } from './query-data-source.ts';
import { replacePageMarkdown, type NewNotionContent } from './replace-markdown.ts';
import { makeNotionSdk } from './sdk.ts';
import { searchDataSources, searchPages, type NotionSearch } from './search.ts';
import { getMe, listUsers, type NotionUser } from './users.ts';

/** What we do at Notion. Everything rejects with an `AppError` that is safe to log whole. */
export interface Notion {
  /** Oldest first, whatever the number of pages; rows of one minute may come twice at a seam. */
  queryDataSource(query: NotionQuery, options?: AskOptions): Promise<NotionRows<NotionPage>>;
  /** By title, behind and never whole: enumerate by `queryDataSource`. */
  searchPages(search: NotionSearch, options?: AskOptions): Promise<NotionRows<NotionPage>>;
  searchDataSources(search: NotionSearch, options?: AskOptions): Promise<NotionRows<NotionDataSource>>;
  getDataSource(id: string, options?: AskOptions): Promise<NotionDataSource | undefined>;
  getDatabase(id: string, options?: AskOptions): Promise<NotionDatabase | undefined>;
  listTemplates(dataSourceId: string, options?: AskOptions): Promise<readonly NotionTemplate[]>;
  /** `undefined` when gone or not shared any more, which Notion does not tell apart. */
  getPage(id: string, options?: AskOptions): Promise<NotionPage | undefined>;
  getPageMarkdown(pageId: string, options?: AskOptions): Promise<NotionMarkdown | undefined>;
  listBlocks(page: BlockPage, options?: AskOptions): Promise<NotionRows<NotionBlock>>;
  /** All of a property of which a page shows the first 25 only. */
  getPropertyItems(property: PropertyOfPage, options?: AskOptions): Promise<readonly string[]>;
  /** Safe to repeat with the same key. */
  createPage(page: NewNotionPage, options?: AskOptions): Promise<CreatedNotionPage>;
  findPageByKey(key: PageKey, options?: AskOptions): Promise<NotionPage | undefined>;
  /** Safe to repeat. */
  updatePageProperties(edit: PageEdit, options?: AskOptions): Promise<NotionPage>;
  /** Not safe to repeat; gives the ids of the new blocks. */
  appendBlocks(blocks: BlocksToAppend, options?: AskOptions): Promise<readonly string[]>;
  /** In place of all that the page holds. Safe to repeat. */
  replacePageMarkdown(content: NewNotionContent, options?: AskOptions): Promise<void>;
  /** Safe to repeat. */
  trashPage(pageId: string, options?: AskOptions): Promise<void>;
  listUsers(page: NotionListPage, options?: AskOptions): Promise<NotionRows<NotionUser>>;
  /** The connection's own user. */
  getMe(options?: AskOptions): Promise<NotionUser>;
  listComments(page: CommentPage, options?: AskOptions): Promise<NotionRows<NotionComment>>;
  /** Not safe to repeat. */
  createComment(comment: NewNotionComment, options?: AskOptions): Promise<NotionComment>;
}

export interface NotionOptions {
  readonly accessToken: string;
  readonly baseUrl: string;
  readonly call: Call;
}

/** Makes a client of one workspace. One per process and workspace is enough; it holds its connections open. */
export const makeNotion = ({ accessToken, baseUrl, call }: NotionOptions): Notion => {
  const deps = { sdk: makeNotionSdk({ accessToken, baseUrl }), call };
  const ensureKeyProperty = makeKeyPropertyCheck(deps);
  return {
    queryDataSource: (query, options = {}) => queryDataSource(deps, query, options),
    searchPages: (search, options = {}) => searchPages(deps, search, options),
    searchDataSources: (search, options = {}) => searchDataSources(deps, search, options),
    getDataSource: (id, options = {}) => getDataSource(deps, id, options),
    getDatabase: (id, options = {}) => getDatabase(deps, id, options),
    listTemplates: (dataSourceId, options = {}) => listTemplates(deps, dataSourceId, options),
    getPage: (id, options = {}) => getPage(deps, id, options),
    getPageMarkdown: (pageId, options = {}) => getPageMarkdown(deps, pageId, options),
    listBlocks: (page, options = {}) => listBlocks(deps, page, options),
    getPropertyItems: (property, options = {}) => getPropertyItems(deps, property, options),
    createPage: async (page, options = {}) => {
      await ensureKeyProperty(page.dataSourceId);
      return createPage(deps, page, options);
    },
    findPageByKey: async (key, options = {}) => {
      await ensureKeyProperty(key.dataSourceId);
      return findPageByKey(deps, key, options);
    },
    updatePageProperties: (edit, options = {}) => updatePageProperties(deps, edit, options),
    appendBlocks: (blocks, options = {}) => appendBlocks(deps, blocks, options),
    replacePageMarkdown: (content, options = {}) => replacePageMarkdown(deps, content, options),
    trashPage: (pageId, options = {}) => trashPage(deps, pageId, options),
    listUsers: (page, options = {}) => listUsers(deps, page, options),
    getMe: (options = {}) => getMe(deps, options),
    listComments: (page, options = {}) => listComments(deps, page, options),
    createComment: (comment, options = {}) => createComment(deps, comment, options),
  };
};
