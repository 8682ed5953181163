import type { AskOptions, NotionDeps, NotionListPage, NotionRows } from './asking.ts';
import { dataSourceSchema, type NotionDataSource } from './data-source.ts';
import { readPage } from './list-page.ts';
import { readPageRow, type NotionPage } from './page.ts';

/** What to look for by title; an empty text is everything that the index has. */
export interface NotionSearch extends NotionListPage {
  readonly text: string;
}

const searchFor = async <T>(
  deps: NotionDeps,
  { text, ...page }: NotionSearch,
  { value, read }: { value: 'page' | 'data_source'; read: (row: unknown) => T | undefined },
  options: AskOptions,
): Promise<NotionRows<T>> => {
  const found = await readPage(
    deps,
    {
      operation: 'search',
      ask: (client, params) =>
        client.search({
          ...params,
          ...(text === '' ? {} : { query: text }),
          filter: { property: 'object', value },
          sort: { timestamp: 'last_edited_time', direction: 'descending' },
        }),
      read,
    },
    page,
    options,
  );
  return { rows: found.rows.flatMap((row) => row ?? []), next: found.next };
};

/** Pages by title. The index is behind and never whole: it finds, and proves nothing by not finding. */
export const searchPages = (
  deps: NotionDeps,
  search: NotionSearch,
  options: AskOptions,
): Promise<NotionRows<NotionPage>> => searchFor(deps, search, { value: 'page', read: readPageRow }, options);

/** Data sources by title: how a connection learns what was shared with it. */
export const searchDataSources = (
  deps: NotionDeps,
  search: NotionSearch,
  options: AskOptions,
): Promise<NotionRows<NotionDataSource>> =>
  searchFor(deps, search, { value: 'data_source', read: (row) => dataSourceSchema.parse(row) }, options);
