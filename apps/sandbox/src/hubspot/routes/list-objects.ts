import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { parseInput } from '../parse.ts';
import { flagSchema, propertyNamesSchema } from '../properties-input.ts';
import type { CrmRecord } from '../record.ts';
import { propertiesShown, toWireObject } from '../wire-object.ts';
import { associationsOf } from './inline-associations.ts';

const querySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  after: z.string().regex(/^\d+$/u).optional(),
  properties: propertyNamesSchema,
  associations: propertyNamesSchema,
  archived: flagSchema,
});

/** The next `count` records of the wanted kind, and whether there are more. */
const takeFrom = (
  listed: Iterable<CrmRecord>,
  count: number,
): { readonly records: readonly CrmRecord[]; readonly hasMore: boolean } => {
  const records: CrmRecord[] = [];
  for (const record of listed) {
    if (records.length === count) return { records, hasMore: true };
    records.push(record);
  }
  return { records, hasMore: false };
};

export const listObjects = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v3/objects/:objectType',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const query = parseInput(querySchema, request.query);
    const { records, hasMore } = takeFrom(store.listedAfter(query.after, query.archived), query.limit);
    const isKnown = (name: string) => store.properties.has(name);
    const shown = propertiesShown(store.type, { names: query.properties, isKnown });
    const last = records.at(-1);
    return json({
      results: records.map((record) => ({
        ...toWireObject(store.type, record, shown),
        ...associationsOf(hubspot, store.type, record.id, query.associations),
      })),
      ...(hasMore && last !== undefined
        ? { paging: { next: { after: last.id, link: `${request.path}?after=${last.id}` } } }
        : {}),
    });
  },
});
