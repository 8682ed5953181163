import { z } from 'zod';
import type { ApiVersion } from '../api-version.ts';
import { listAnswer, pageBodyShape, pageOf } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { isShared } from '../reach.ts';
import type { DataSourceRecord, PageRecord } from '../records.ts';
import { wireDataSource, wirePage } from '../wire-page.ts';
import { titleOf, type NotionWorkspace } from '../workspace.ts';

const bodySchema = z.object({
  ...pageBodyShape,
  query: z.string().default(''),
  sort: z
    .object({
      timestamp: z.literal('last_edited_time').optional(),
      direction: z.enum(['ascending', 'descending']).default('descending'),
      property: z.literal('relevance').optional(),
    })
    .optional(),
  filter: z
    .object({
      property: z.literal('object').optional(),
      value: z.enum(['page', 'data_source']).optional(),
      in_trash: z.boolean().optional(),
    })
    .optional(),
});

type Found =
  | { readonly kind: 'page'; readonly record: PageRecord }
  | { readonly kind: 'data_source'; readonly record: DataSourceRecord };

const ONE_IN = 29;

/** Some pages never get into the index, always the same ones; what was shared by name always does. */
const isIndexed = (page: PageRecord): boolean =>
  page.sharing === 'direct' || Number.parseInt(page.id.slice(-4), 16) % ONE_IN !== 0;

/** The title that the index knows of, which is some time behind; nothing for what is too new. */
const indexedTitle = (page: PageRecord, knownMs: number): string | undefined => {
  if (page.createdMs > knownMs) return undefined;
  return page.titleSinceMs > knownMs && page.titleBefore !== null ? page.titleBefore : titleOf(page);
};

const findPages = (workspace: NotionWorkspace, query: string, isTrash: boolean): readonly Found[] => {
  const knownMs = workspace.nowMs() - workspace.limits.searchLagMs;
  return [...workspace.pages.values()].flatMap((record): Found[] => {
    if (record.isTrashed !== isTrash || record.isTemplate || !isIndexed(record)) return [];
    const title = indexedTitle(record, knownMs);
    if (title?.toLowerCase().includes(query) !== true) return [];
    return isShared(workspace, record) ? [{ kind: 'page', record }] : [];
  });
};

/** One page of a search by title: behind its time and not exhaustive. */
export const runSearch = (workspace: NotionWorkspace, raw: unknown, version: ApiVersion): object => {
  const body = parseInput(bodySchema, raw ?? {});
  const query = body.query.trim().toLowerCase();
  const isTrash = body.filter?.in_trash ?? false;
  const sources = [...workspace.dataSources.values()].filter(
    (source) => source.title.toLowerCase().includes(query) && source.isTrashed === isTrash,
  );
  const wanted = body.filter?.value;
  const found: readonly Found[] = [
    ...(wanted === 'data_source' ? [] : findPages(workspace, query, isTrash)),
    ...(wanted === 'page' ? [] : sources.map((record): Found => ({ kind: 'data_source', record }))),
  ];
  const sign = body.sort?.direction === 'ascending' ? 1 : -1;
  const sorted = found.toSorted((left, right) => sign * (left.record.editedMs - right.record.editedMs));
  const page = pageOf(sorted, ({ record }) => record.id, body);
  return {
    ...listAnswer(
      'page_or_data_source',
      page.items.map((item) =>
        item.kind === 'page'
          ? wirePage(workspace, item.record, version)
          : wireDataSource(workspace, item.record, version),
      ),
      page.next,
    ),
    request_status: { type: 'complete' },
  };
};
