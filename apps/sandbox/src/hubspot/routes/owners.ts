import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { notFound } from '../errors.ts';
import type { HubSpot } from '../hubspot.ts';
import { toWireOwner } from '../owners.ts';
import { parseInput } from '../parse.ts';
import { flagSchema } from '../properties-input.ts';

const querySchema = z.object({
  email: z.string().optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  archived: flagSchema,
});

const listOwners = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v3/owners',
  handle: (request) => {
    const query = parseInput(querySchema, request.query);
    const listed = hubspot.owners.filter(
      (owner) =>
        owner.archived === query.archived && (query.email === undefined || owner.email === query.email),
    );
    const start = query.after === undefined ? 0 : listed.findIndex((owner) => owner.id === query.after) + 1;
    const page = listed.slice(start, start + query.limit);
    const last = page.at(-1);
    const hasMore = start + query.limit < listed.length;
    return json({
      results: page.map(toWireOwner),
      ...(hasMore && last !== undefined ? { paging: { next: { after: last.id } } } : {}),
    });
  },
});

const getOwner = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v3/owners/:ownerId',
  handle: (request) => {
    const { archived } = parseInput(querySchema, request.query);
    const id = paramOf(request, 'ownerId');
    const owner = hubspot.owners.find((one) => one.id === id && one.archived === archived);
    if (owner === undefined) throw notFound(`Owner ${id} does not exist.`);
    return json(toWireOwner(owner));
  },
});

export const ownerRoutes = (hubspot: HubSpot): readonly Route[] => [listOwners(hubspot), getOwner(hubspot)];
