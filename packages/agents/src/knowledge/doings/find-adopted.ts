import type { Notion, NotionPage } from '@sherpa/integrations/notion';
import type { Source } from './find-source.ts';

export interface Adoption {
  readonly source: Source;
  readonly column: string;
  readonly id: string;
}

const MOST_ALIKE = 100;

/**
 * The oldest page with that id in that column: typed alone, with spaces, or at the end of an address. `undefined`
 * where nobody has made one, or the data source has no such column.
 */
export const findAdopted = async (
  client: Notion,
  { source, column, id }: Adoption,
  options: { readonly signal: AbortSignal },
): Promise<NotionPage | undefined> => {
  if (source.columns.find(({ name }) => name === column)?.type !== 'rich_text') return undefined;
  const filters = [{ property: column, type: 'rich_text', contains: id }] as const;
  const query = { dataSourceId: source.id, filters, limit: MOST_ALIKE };
  const { rows } = await client.queryDataSource(query, options);
  return rows.find(({ properties }) => {
    const value = properties[column]?.value;
    return typeof value === 'string' && value.trim().split('/').at(-1) === id;
  });
};
