import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { invalid, notFound } from '../errors.ts';
import { idParam } from '../ids.ts';
import { pageQuerySchema } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { findProperty, type PropertyConfig } from '../properties/property.ts';
import { itemsOf, wireProperty } from '../properties/wire-property.ts';
import { pageAt } from '../reach.ts';
import type { PageRecord } from '../records.ts';
import { propertiesOf, type NotionWorkspace } from '../workspace.ts';

/** Here the cursor counts; it still has to be one of this list. */
const startOf = (cursor: string | undefined, length: number): number => {
  const start = Number(cursor ?? 0);
  if (Number.isInteger(start) && start >= 0 && (start === 0 || start < length)) return start;
  throw invalid(`The start_cursor provided is invalid: ${cursor}`);
};

const listOf = (
  page: PageRecord,
  config: PropertyConfig,
  items: readonly object[],
  asked: { readonly start_cursor?: string | undefined; readonly page_size: number },
): object => {
  const start = startOf(asked.start_cursor, items.length);
  const end = start + asked.page_size;
  const id = encodeURIComponent(config.id);
  const next = end < items.length ? String(end) : null;
  const nextUrl = `/v1/pages/${page.id}/properties/${id}?start_cursor=${next}`;
  return {
    object: 'list',
    results: items
      .slice(start, end)
      .map((item) => ({ object: 'property_item', id, type: config.type, [config.type]: item })),
    next_cursor: next,
    has_more: next !== null,
    type: 'property_item',
    property_item: { id, type: config.type, [config.type]: {}, next_url: next === null ? null : nextUrl },
  };
};

/** A property of a page, whole: what the page itself cuts is listed here in pages. */
export const pagePropertyRoute = (workspace: NotionWorkspace): Route => ({
  method: 'get',
  path: '/notion/v1/pages/:pageId/properties/:propertyId',
  handle: (request) => {
    const page = pageAt(workspace, idParam(request, 'pageId'));
    const id = paramOf(request, 'propertyId');
    const config = findProperty(propertiesOf(workspace, page.parent), id);
    if (config === undefined) throw notFound('property', id);
    const items = itemsOf(page, config);
    if (items === undefined) return json({ object: 'property_item', ...wireProperty(page, config) });
    return json(listOf(page, config, items, parseInput(pageQuerySchema, request.query, 'query')));
  },
});
