import { z } from 'zod';
import { noContent } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { batchAnswer, refuseDuplicates, runBatch, type BatchError, type Planned } from '../batch.ts';
import { API_ACTOR } from '../change.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { inlineLinksSchema, linksAsked } from '../inline-links.ts';
import { link } from '../link.ts';
import type { ObjectStore } from '../object-store.ts';
import { parseInput } from '../parse.ts';
import { flagSchema, propertiesSchema } from '../properties-input.ts';
import type { CrmRecord } from '../record.ts';
import { archiveRecord } from '../record-changes.ts';
import { everythingShown, propertiesShown, toWireObject } from '../wire-object.ts';
import {
  createRecord,
  findFailure,
  toValues,
  updateRecord,
  type Values,
  type WriteFailure,
} from '../writes.ts';
import { findRecord } from './find-record.ts';

const MAX_INPUTS = 100;

const idSchema = z.coerce.string();
const traceSchema = z.string().optional();

const readSchema = z.object({
  idProperty: z.string().optional(),
  properties: z.array(z.string()).default([]),
  inputs: z.array(z.object({ id: idSchema })).max(MAX_INPUTS),
});

const archivedSchema = z.object({ archived: flagSchema });

const archiveSchema = z.object({ inputs: z.array(z.object({ id: idSchema })).max(MAX_INPUTS) });

const createSchema = z.object({
  inputs: z
    .array(
      z.object({
        properties: propertiesSchema,
        associations: inlineLinksSchema,
        objectWriteTraceId: traceSchema,
      }),
    )
    .max(MAX_INPUTS),
});

const keyedInputSchema = z.object({
  id: idSchema,
  idProperty: z.string().optional(),
  properties: propertiesSchema,
  objectWriteTraceId: traceSchema,
});

const keyedSchema = z.object({ inputs: z.array(keyedInputSchema).max(MAX_INPUTS) });

type KeyedInput = z.output<typeof keyedInputSchema>;

const writtenWire = (store: ObjectStore, record: CrmRecord, traceId: string | undefined): object => ({
  ...toWireObject(store.type, record, everythingShown(store.properties)),
  ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
});

const notFoundFailure = (store: ObjectStore, id: string): WriteFailure => ({
  status: 404,
  category: 'OBJECT_NOT_FOUND',
  message: `Could not find ${store.type.singular} ${id}, it may be deleted or not exist. Check that the id is valid.`,
});

const batchRead = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType/batch/read',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const input = parseInput(readSchema, request.body);
    const isKnown = (name: string) => store.properties.has(name);
    const shown = propertiesShown(store.type, { names: input.properties, isKnown });
    const { archived } = parseInput(archivedSchema, request.query);
    const options = { idProperty: input.idProperty, isArchived: archived };
    const looked = input.inputs.map(({ id }) => ({ id, record: findRecord(store, id, options) }));
    const missing = looked.filter(({ record }) => record === undefined).map(({ id }) => id);
    const error: BatchError = {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: `Could not get some ${store.type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
      context: { ids: missing },
    };
    const found = looked.flatMap(({ record }) => record ?? []);
    const results = [...new Set(found)].map((record) => toWireObject(store.type, record, shown));
    return batchAnswer(results, missing.length === 0 ? [] : [error], hubspot.nowMs());
  },
});

/** Values of unique properties that two inputs of one batch share: the second cannot be created. */
const claimedBefore = (
  store: ObjectStore,
  values: Values,
  earlier: readonly Values[],
): WriteFailure | undefined => {
  for (const [name, value] of values) {
    if (store.properties.get(name)?.hasUniqueValue !== true) continue;
    if (earlier.some((other) => other.get(name)?.toLowerCase() === value.toLowerCase())) {
      return { status: 409, category: 'CONFLICT', message: `Two inputs share a value of "${name}".` };
    }
  }
  return undefined;
};

const batchCreate = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType/batch/create',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const { inputs } = parseInput(createSchema, request.body);
    const all = inputs.map((input) => toValues(input.properties));
    const plans = inputs.map((input, index): Planned<typeof input> => {
      const values = toValues(input.properties);
      const links = linksAsked(hubspot, store.type, input.associations);
      return {
        input,
        failure: findFailure(hubspot, store, values) ?? claimedBefore(store, values, all.slice(0, index)),
        run: () => {
          const record = createRecord(hubspot, store, values);
          const from = { type: store.type.name, id: record.id };
          for (const { to, type } of links) link(hubspot, from, to, { type });
          return writtenWire(store, record, input.objectWriteTraceId);
        },
      };
    });
    return runBatch(plans, hubspot.nowMs(), 201);
  },
});

const planUpdate = (hubspot: HubSpot, store: ObjectStore, input: KeyedInput): Planned<KeyedInput> => {
  const record = findRecord(store, input.id, { idProperty: input.idProperty });
  const values = toValues(input.properties);
  return {
    input,
    failure:
      record === undefined ? notFoundFailure(store, input.id) : findFailure(hubspot, store, values, record),
    run: () => {
      if (record !== undefined) updateRecord(hubspot, store, record, values);
      return record === undefined ? {} : writtenWire(store, record, input.objectWriteTraceId);
    },
  };
};

const planUpsert = (hubspot: HubSpot, store: ObjectStore, input: KeyedInput): Planned<KeyedInput> => {
  const record = findRecord(store, input.id, { idProperty: input.idProperty });
  if (record !== undefined) {
    const plan = planUpdate(hubspot, store, input);
    return { ...plan, run: () => ({ ...plan.run(), new: false }) };
  }
  if (input.idProperty === undefined) return planUpdate(hubspot, store, input);
  const values = new Map([...toValues(input.properties), [input.idProperty, input.id] as const]);
  return {
    input,
    failure: findFailure(hubspot, store, values),
    run: () => ({
      ...writtenWire(store, createRecord(hubspot, store, values), input.objectWriteTraceId),
      new: true,
    }),
  };
};

const keyedBatch = (hubspot: HubSpot, verb: 'update' | 'upsert', plan: typeof planUpdate): Route => ({
  method: 'post',
  path: `/crm/v3/objects/:objectType/batch/${verb}`,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const { inputs } = parseInput(keyedSchema, request.body);
    refuseDuplicates(inputs.map((input) => `${input.idProperty ?? 'id'}=${input.id.toLowerCase()}`));
    const plans = inputs.map((input) => plan(hubspot, store, input));
    return runBatch(plans, hubspot.nowMs(), 200);
  },
});

const batchArchive = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType/batch/archive',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    for (const { id } of parseInput(archiveSchema, request.body).inputs) {
      const record = store.get(id);
      if (record !== undefined) archiveRecord(hubspot, store, record, API_ACTOR);
    }
    return noContent();
  },
});

export const batchRoutes = (hubspot: HubSpot): readonly Route[] => [
  batchRead(hubspot),
  batchCreate(hubspot),
  keyedBatch(hubspot, 'update', planUpdate),
  keyedBatch(hubspot, 'upsert', planUpsert),
  batchArchive(hubspot),
];
