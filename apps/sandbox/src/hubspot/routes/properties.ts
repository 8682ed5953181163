import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { invalid, notFound, refuse } from '../errors.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { parseInput } from '../parse.ts';
import { toWireProperty } from '../property.ts';

const PATH = '/crm/v3/properties/:objectType';
const MAX_UNIQUE_PROPERTIES = 10;

const createSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/u),
  label: z.string().min(1),
  type: z.enum(['string', 'number', 'datetime', 'date', 'enumeration', 'bool']),
  fieldType: z.string().min(1),
  groupName: z.string().min(1),
  description: z.string().default(''),
  hasUniqueValue: z.boolean().default(false),
  options: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
});

const listProperties = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: PATH,
  handle: (request) => {
    const { properties } = storeOf(hubspot, paramOf(request, 'objectType'));
    return json({ results: [...properties.values()].map(toWireProperty) });
  },
});

const getProperty = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: `${PATH}/:propertyName`,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const property = store.properties.get(paramOf(request, 'propertyName'));
    if (property === undefined)
      throw notFound(`Property ${paramOf(request, 'propertyName')} does not exist.`);
    return json(toWireProperty(property));
  },
});

const createProperty = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: PATH,
  handle: (request) => {
    const { properties } = storeOf(hubspot, paramOf(request, 'objectType'));
    const input = parseInput(createSchema, request.body);
    if (properties.has(input.name)) {
      throw refuse(409, 'OBJECT_ALREADY_EXISTS', `A property named '${input.name}' already exists.`);
    }
    const uniqueCount = [...properties.values()].filter((property) => property.hasUniqueValue).length;
    if (input.hasUniqueValue && uniqueCount >= MAX_UNIQUE_PROPERTIES) {
      throw invalid(`At most ${MAX_UNIQUE_PROPERTIES} properties of an object can be unique.`);
    }
    const property = { ...input, hubspotDefined: false, isReadOnly: false, createdAtMs: hubspot.nowMs() };
    properties.set(property.name, property);
    return json(toWireProperty(property), 201);
  },
});

export const propertyRoutes = (hubspot: HubSpot): readonly Route[] => [
  listProperties(hubspot),
  getProperty(hubspot),
  createProperty(hubspot),
];
