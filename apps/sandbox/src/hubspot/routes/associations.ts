import { z } from 'zod';
import { json, noContent } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import { typesBetween } from '../association-types.ts';
import type { AssociationEnd } from '../associations.ts';
import { batchAnswer } from '../batch.ts';
import { notFound } from '../errors.ts';
import { storeOf, typeOf, type HubSpot } from '../hubspot.ts';
import { endOf, link, typeNamed, unlink } from '../link.ts';
import { objectTypes } from '../object-types.ts';
import { parseInput } from '../parse.ts';
import { PAGE_SIZE, pageOfLinks } from './association-page.ts';
import { toWireLink } from './wire-link.ts';

const listQuerySchema = z.object({
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE).default(PAGE_SIZE),
});

const specsSchema = z.array(z.object({ associationCategory: z.string(), associationTypeId: z.int() })).min(1);

const LINK_PATH = '/crm/v4/objects/:fromType/:fromId/associations/:toType/:toId';

const endsOf = (hubspot: HubSpot, request: VendorRequest) => ({
  from: endOf(hubspot, paramOf(request, 'fromType'), paramOf(request, 'fromId')),
  to: endOf(hubspot, paramOf(request, 'toType'), paramOf(request, 'toId')),
});

const associateDefault = (hubspot: HubSpot): Route => ({
  method: 'put',
  path: '/crm/v4/objects/:fromType/:fromId/associations/default/:toType/:toId',
  handle: (request) => {
    const { from, to } = endsOf(hubspot, request);
    link(hubspot, from, to);
    return batchAnswer([toWireLink(from, to), toWireLink(to, from)], [], hubspot.nowMs());
  },
});

const associateLabelled = (hubspot: HubSpot): Route => ({
  method: 'put',
  path: LINK_PATH,
  handle: (request) => {
    const { from, to } = endsOf(hubspot, request);
    const specs = parseInput(specsSchema, request.body);
    const types = specs.map(({ associationTypeId }) => typeNamed(from, to, associationTypeId));
    for (const type of types) link(hubspot, from, to, { type });
    return json(
      {
        fromObjectTypeId: objectTypes[from.type].typeId,
        fromObjectId: from.id,
        toObjectTypeId: objectTypes[to.type].typeId,
        toObjectId: to.id,
        labels: types.flatMap(({ label }) => label ?? []),
      },
      201,
    );
  },
});

const removeLink = (hubspot: HubSpot): Route => ({
  method: 'delete',
  path: LINK_PATH,
  handle: (request) => {
    const { from, to } = endsOf(hubspot, request);
    unlink(hubspot, from, to);
    return noContent();
  },
});

/** An id that was merged away still answers, and has no links any more. */
const readEnd = (hubspot: HubSpot, request: VendorRequest): AssociationEnd => {
  const store = storeOf(hubspot, paramOf(request, 'fromType'));
  const id = paramOf(request, 'fromId');
  const record = store.get(id);
  if (record === undefined || (record.version.archivedAtMs !== null && record.ending?.kind !== 'merged')) {
    throw notFound(`No ${store.type.singular} with ID ${id} exists`);
  }
  return { type: store.type.name, id };
};

const listLinks = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v4/objects/:fromType/:fromId/associations/:toType',
  handle: (request) => {
    const from = readEnd(hubspot, request);
    const query = parseInput(listQuerySchema, request.query);
    const { to, ...paging } = pageOfLinks(hubspot, from, typeOf(paramOf(request, 'toType')), query);
    return json({ results: to, ...paging });
  },
});

const listLabels = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/crm/v4/associations/:fromType/:toType/labels',
  handle: (request) => {
    const from = storeOf(hubspot, paramOf(request, 'fromType')).type;
    const types = typesBetween(from.name, typeOf(paramOf(request, 'toType')).name);
    return json({ results: types.map(({ category, typeId, label }) => ({ category, typeId, label })) });
  },
});

export const associationRoutes = (hubspot: HubSpot): readonly Route[] => [
  associateDefault(hubspot),
  associateLabelled(hubspot),
  removeLink(hubspot),
  listLinks(hubspot),
  listLabels(hubspot),
];
