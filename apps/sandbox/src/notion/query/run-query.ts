import { z } from 'zod';
import type { ApiVersion } from '../api-version.ts';
import { gatewayTimeout, invalid } from '../errors.ts';
import { Refusal } from '../../http/refusal.ts';
import { listAnswer, pageBodyShape, pageOf } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { isParentShared } from '../reach.ts';
import type { DataSourceRecord } from '../records.ts';
import { wirePage } from '../wire-page.ts';
import type { NotionWorkspace } from '../workspace.ts';
import { makeFilterTest } from './filter.ts';
import { sortRows, sortsSchema } from './sort.ts';

const bodySchema = z.object({
  ...pageBodyShape,
  filter: z.unknown().optional(),
  sorts: sortsSchema.default([]),
  in_trash: z.boolean().optional(),
  archived: z.boolean().optional(),
  result_type: z.enum(['page', 'data_source']).optional(),
});

/** Old and new callers name the trash by their own word only. */
const isTrashAsked = (body: z.output<typeof bodySchema>, version: ApiVersion): boolean => {
  if (version === '2026-03-11' && body.archived !== undefined) {
    throw invalid('body failed validation: body.archived should be not present; use in_trash.');
  }
  return body.in_trash ?? body.archived ?? false;
};

const statusOf = (isCut: boolean): object =>
  isCut ? { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } : { type: 'complete' };

/** One page of a data source. It ends at the limit as if there were no more, and says so on the side. */
export const runQuery = (
  workspace: NotionWorkspace,
  source: DataSourceRecord,
  asked: { readonly body: unknown; readonly version: ApiVersion; readonly only: readonly string[] },
): object => {
  const body = parseInput(bodySchema, asked.body ?? {});
  const { slowQueryRows, queryRows } = workspace.limits;
  if (slowQueryRows !== null && body.page_size > slowQueryRows) throw new Refusal(gatewayTimeout());
  const isTrash = isTrashAsked(body, asked.version);
  const isWanted = body.filter === undefined ? () => true : makeFilterTest(source, body.filter);
  // All rows hang under the same page, which is looked at once.
  const isHere = isParentShared(workspace, { type: 'data_source_id', id: source.id });
  const found = source.rows.filter(
    (page) =>
      page.isTrashed === isTrash &&
      (page.sharing === 'inherited' ? isHere : page.sharing === 'direct') &&
      isWanted(page),
  );
  const rows = sortRows(source, found, body.sorts);
  const page = pageOf(rows.slice(0, queryRows), ({ id }) => id, body);
  return {
    ...listAnswer(
      'page_or_data_source',
      page.items.map((row) => wirePage(workspace, row, asked.version, asked.only)),
      page.next,
    ),
    request_status: statusOf(page.next === null && rows.length > queryRows),
  };
};
