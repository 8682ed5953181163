import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { defaultTypeId, type AssociationEnd } from '../associations.ts';
import { batchAnswer, type BatchError } from '../batch.ts';
import { typeOf, type HubSpot } from '../hubspot.ts';
import { endOf, link } from '../link.ts';
import type { ObjectType } from '../object-types.ts';
import { parseInput } from '../parse.ts';

const PAGE_SIZE = 500;

const readSchema = z.object({
  inputs: z.array(z.object({ id: z.coerce.string(), after: z.string().optional() })).max(1_000),
});

const listQuerySchema = z.object({
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE).default(PAGE_SIZE),
});

const pageOfLinks = (
  hubspot: HubSpot,
  from: AssociationEnd,
  to: ObjectType,
  page: { readonly after?: string | undefined; readonly limit: number },
) => {
  const links = hubspot.associations.of(from, to.name);
  const start = page.after === undefined ? 0 : links.findIndex(({ toId }) => toId === page.after) + 1;
  const end = start + page.limit;
  const last = links[end - 1];
  return {
    to: links.slice(start, end).map(({ toId, labels }) => ({
      toObjectId: toId,
      associationTypes: labels.map((label) => ({ category: 'HUBSPOT_DEFINED', ...label })),
    })),
    ...(end < links.length && last !== undefined ? { paging: { next: { after: last.toId } } } : {}),
  };
};

const toWireLink = (from: AssociationEnd, to: AssociationEnd): object => ({
  from: { id: from.id },
  to: { id: to.id },
  associationSpec: {
    associationCategory: 'HUBSPOT_DEFINED',
    associationTypeId: defaultTypeId(from.type, to.type),
  },
});

const associateDefault = (hubspot: HubSpot): Route => ({
  method: 'put',
  path: '/crm/v4/objects/:fromType/:fromId/associations/default/:toType/:toId',
  handle: (request) => {
    const from = endOf(hubspot, paramOf(request, 'fromType'), paramOf(request, 'fromId'));
    const to = endOf(hubspot, paramOf(request, 'toType'), paramOf(request, 'toId'));
    link(hubspot, from, to);
    return batchAnswer([toWireLink(from, to), toWireLink(to, from)], [], hubspot.nowMs());
  },
});

const noneError = (from: ObjectType, to: ObjectType, id: string): BatchError & { subCategory: string } => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
  message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
  context: { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] },
});

const batchRead = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v4/associations/:fromType/:toType/batch/read',
  handle: (request) => {
    const from = typeOf(paramOf(request, 'fromType'));
    const to = typeOf(paramOf(request, 'toType'));
    const { inputs } = parseInput(readSchema, request.body);
    const pages = inputs.map(({ id, after }) => ({
      id,
      page: pageOfLinks(hubspot, { type: from.name, id }, to, { after, limit: PAGE_SIZE }),
    }));
    const found = pages.filter(({ page }) => page.to.length > 0);
    const none = pages.filter(({ page }) => page.to.length === 0);
    return batchAnswer(
      found.map(({ id, page }) => ({ from: { id }, ...page })),
      none.map(({ id }) => noneError(from, to, id)),
      hubspot.nowMs(),
    );
  },
});

const listLinks = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v4/objects/:fromType/:fromId/associations/:toType',
  handle: (request) => {
    const from = endOf(hubspot, paramOf(request, 'fromType'), paramOf(request, 'fromId'));
    const query = parseInput(listQuerySchema, request.query);
    const { to, ...paging } = pageOfLinks(hubspot, from, typeOf(paramOf(request, 'toType')), query);
    return json({ results: to, ...paging });
  },
});

export const associationRoutes = (hubspot: HubSpot): readonly Route[] => [
  associateDefault(hubspot),
  batchRead(hubspot),
  listLinks(hubspot),
];
