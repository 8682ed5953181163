import { z } from 'zod';
import type { AskOptions, NotionDeps } from './asking.ts';
import { readPage } from './list-page.ts';

const itemSchema = z.looseObject({ type: z.string() }).transform((item): string => {
  const value = item[item.type];
  const parsed = z.object({ id: z.string().optional(), plain_text: z.string().optional() }).safeParse(value);
  return parsed.success ? (parsed.data.plain_text ?? parsed.data.id ?? '') : '';
});

const PAGE = 100;

/** Which property of which page; the property by its id as the page gives it. */
export interface PropertyOfPage {
  readonly pageId: string;
  readonly propertyId: string;
}

/**
 * Everything under a property that a page cuts: the ids of a relation or of people, the pieces of a
 * text. Only for properties of these types.
 */
export const getPropertyItems = async (
  deps: NotionDeps,
  { pageId, propertyId }: PropertyOfPage,
  options: AskOptions,
): Promise<readonly string[]> => {
  const items: string[] = [];
  let next: string | undefined;
  do {
    const page = await readPage(
      deps,
      {
        operation: 'pages.properties.get',
        ask: (client, params) =>
          client.pages.properties.retrieve({ page_id: pageId, property_id: propertyId, ...params }),
        read: (row) => itemSchema.parse(row),
      },
      { next, limit: PAGE },
      options,
    );
    items.push(...page.rows);
    next = page.next;
  } while (next !== undefined);
  return items;
};
