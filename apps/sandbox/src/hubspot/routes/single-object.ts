import { z } from 'zod';
import { json, noContent } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import { API_ACTOR } from '../change.ts';
import { notFound } from '../errors.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { inlineLinksSchema, linksAsked } from '../inline-links.ts';
import { link } from '../link.ts';
import { parseInput } from '../parse.ts';
import { flagSchema, propertiesSchema, propertyNamesSchema } from '../properties-input.ts';
import { archiveRecord } from '../record-changes.ts';
import { everythingShown, propertiesShown, toWireObject } from '../wire-object.ts';
import { createRecord, findFailure, toRefusal, toValues, updateRecord } from '../writes.ts';
import { findRecord, type FindOptions } from './find-record.ts';
import { associationsOf } from './inline-associations.ts';

const PATH = '/crm/v3/objects/:objectType/:objectId';

const getQuerySchema = z.object({
  properties: propertyNamesSchema,
  associations: propertyNamesSchema,
  archived: flagSchema,
  idProperty: z.string().optional(),
});

const createSchema = z.object({
  properties: propertiesSchema,
  associations: inlineLinksSchema,
});

const updateSchema = z.object({ properties: propertiesSchema });

const recordOf = (hubspot: HubSpot, request: VendorRequest, options: FindOptions) => {
  const store = storeOf(hubspot, paramOf(request, 'objectType'));
  const record = findRecord(store, paramOf(request, 'objectId'), options);
  if (record === undefined) throw notFound();
  return { store, record };
};

const getObject = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: PATH,
  handle: (request) => {
    const query = parseInput(getQuerySchema, request.query);
    const { store, record } = recordOf(hubspot, request, {
      idProperty: query.idProperty,
      isArchived: query.archived,
    });
    const isKnown = (name: string) => store.properties.has(name);
    const shown = propertiesShown(store.type, { names: query.properties, isKnown });
    return json({
      ...toWireObject(store.type, record, shown),
      ...associationsOf(hubspot, store.type, record.id, query.associations),
    });
  },
});

const createObject = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const input = parseInput(createSchema, request.body);
    const values = toValues(input.properties);
    const failure = findFailure(hubspot, store, values);
    if (failure !== undefined) throw toRefusal(failure);
    const links = linksAsked(hubspot, store.type, input.associations);
    const record = createRecord(hubspot, store, values);
    for (const { to, type } of links) link(hubspot, { type: store.type.name, id: record.id }, to, { type });
    return json(toWireObject(store.type, record, everythingShown(store.properties)), 201);
  },
});

const updateObject = (hubspot: HubSpot): Route => ({
  method: 'patch',
  path: PATH,
  handle: (request) => {
    const { idProperty } = parseInput(getQuerySchema, request.query);
    const { store, record } = recordOf(hubspot, request, { idProperty });
    const values = toValues(parseInput(updateSchema, request.body).properties);
    const failure = findFailure(hubspot, store, values, record);
    if (failure !== undefined) throw toRefusal(failure);
    updateRecord(hubspot, store, record, values);
    return json(toWireObject(store.type, record, everythingShown(store.properties)));
  },
});

const archiveObject = (hubspot: HubSpot): Route => ({
  method: 'delete',
  path: PATH,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const record = store.get(paramOf(request, 'objectId'));
    // Archiving what is archived or never was is no error.
    if (record !== undefined) archiveRecord(hubspot, store, record, API_ACTOR);
    return noContent();
  },
});

export const singleObjectRoutes = (hubspot: HubSpot): readonly Route[] => [
  getObject(hubspot),
  createObject(hubspot),
  updateObject(hubspot),
  archiveObject(hubspot),
];
