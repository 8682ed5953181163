import type { NotionPage, NotionRows } from '@sherpa/integrations/notion';
import type { AskOptions, StreamPage, StreamRows } from '@sherpa/sync';
import { isMissing } from '../../is-missing.ts';
import { pageRow, type PageRow } from './page-row.ts';
import type { Workspace } from './workspace.ts';

const ROWS = 'rows:';
const TRASH = 'trash:';
/** Pages that are no rows: only search knows of them. */
const LOOSE = 'loose';

const MINUTE_MS = 60_000;
const SOURCES_AT_ONCE = 100;

/** What the listing of pages is cut by: the rows of each data source, what is in its trash, and the rest. */
export const pageSlices = async ({ notion }: Workspace, options: AskOptions): Promise<readonly string[]> => {
  const ids: string[] = [];
  let next: string | undefined;
  do {
    const page = await notion.searchDataSources({ text: '', next, limit: SOURCES_AT_ONCE }, options);
    ids.push(...page.rows.filter(({ inTrash }) => !inTrash).map(({ id }) => id));
    next = page.next;
  } while (next !== undefined);
  return [...ids.flatMap((id) => [`${ROWS}${id}`, `${TRASH}${id}`]), LOOSE];
};

/** Rows of one data source; none where it was taken away meanwhile, which the pages themselves will tell. */
const readRows = async (
  { notion }: Workspace,
  { dataSourceId, inTrash }: { readonly dataSourceId: string; readonly inTrash: boolean },
  { after, limit, since }: StreamPage & { readonly since?: Date | undefined },
  options: AskOptions,
): Promise<NotionRows<NotionPage>> => {
  try {
    return await notion.queryDataSource(
      { dataSourceId, limit, next: after, editedSince: since, inTrash },
      options,
    );
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    return { rows: [] };
  }
};

const readLoose = async (
  { notion }: Workspace,
  { after, limit, since }: StreamPage & { readonly since?: Date | undefined },
  options: AskOptions,
): Promise<NotionRows<NotionPage>> => {
  const found = await notion.searchPages({ text: '', next: after, limit }, options);
  const from = since === undefined ? 0 : Math.floor(since.getTime() / MINUTE_MS) * MINUTE_MS;
  const isRecent = ({ editedAt }: NotionPage): boolean => editedAt.getTime() >= from;
  const rows = found.rows.filter((page) => page.parent.type !== 'data_source' && isRecent(page));
  // The latest come first.
  return { rows, next: found.rows.every(isRecent) ? found.next : undefined };
};

/** A page of one slice; with `since`, of what was edited in that minute or later. */
export const readPageSlice = async (
  workspace: Workspace,
  page: StreamPage & { readonly since?: Date | undefined },
  options: AskOptions,
): Promise<StreamRows<PageRow>> => {
  const { slice = LOOSE } = page;
  const inTrash = slice.startsWith(TRASH);
  const dataSourceId = slice.slice(inTrash ? TRASH.length : ROWS.length);
  const { rows, next } =
    slice === LOOSE
      ? await readLoose(workspace, page, options)
      : await readRows(workspace, { dataSourceId, inTrash }, page, options);
  const now = workspace.clock.now();
  return { rows: rows.map((row) => pageRow(row, now)), next };
};
