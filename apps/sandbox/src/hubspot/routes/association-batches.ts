import { z } from 'zod';
import { noContent } from '../../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../../http/route.ts';
import { batchAnswer, type BatchError } from '../batch.ts';
import { storeOf, typeOf, type HubSpot } from '../hubspot.ts';
import { endOf, link, typeNamed, unlink } from '../link.ts';
import type { ObjectType } from '../object-types.ts';
import { parseInput } from '../parse.ts';
import { isLive } from '../record.ts';
import { PAGE_SIZE, pageOfLinks } from './association-page.ts';
import { toWireLink } from './wire-link.ts';

const MAX_READS = 1_000;
const MAX_WRITES = 2_000;
const PATH = '/crm/v4/associations/:fromType/:toType/batch';

const named = z.object({ id: z.coerce.string() });

const readSchema = z.object({
  inputs: z.array(z.object({ id: z.coerce.string(), after: z.string().optional() })).max(MAX_READS),
});

const pairsSchema = z.object({ inputs: z.array(z.object({ from: named, to: named })).max(MAX_WRITES) });

const typedSchema = z.object({
  inputs: z
    .array(
      z.object({
        from: named,
        to: named,
        types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.int() })).min(1),
      }),
    )
    .max(MAX_WRITES),
});

const archiveSchema = z.object({
  inputs: z.array(z.object({ from: named, to: z.array(named) })).max(MAX_WRITES),
});

const noneError = (from: ObjectType, to: ObjectType, id: string): BatchError & { subCategory: string } => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
  message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
  context: { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] },
});

const missingError = (type: ObjectType, id: string): BatchError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: `No ${type.singular} with ID ${id} exists`,
  context: { id: [id] },
});

const typesOfPath = (request: VendorRequest) => ({
  from: typeOf(paramOf(request, 'fromType')),
  to: typeOf(paramOf(request, 'toType')),
});

const isThere = (hubspot: HubSpot, type: ObjectType, id: string): boolean => {
  const record = storeOf(hubspot, type.name).resolve(id);
  return record !== undefined && isLive(record);
};

interface Pair {
  readonly from: { readonly id: string };
  readonly to: { readonly id: string };
}

/** Does what can be done for each pair, and reports those of which one end is missing. */
const forEachPair = <P extends Pair>(
  hubspot: HubSpot,
  request: VendorRequest,
  pairs: readonly P[],
  run: (ends: { from: ReturnType<typeof endOf>; to: ReturnType<typeof endOf> }, pair: P) => object,
) => {
  const types = typesOfPath(request);
  const results: object[] = [];
  const errors: BatchError[] = [];
  for (const pair of pairs) {
    const missing = (['from', 'to'] as const).filter((end) => !isThere(hubspot, types[end], pair[end].id));
    errors.push(...missing.map((end) => missingError(types[end], pair[end].id)));
    if (missing.length > 0) continue;
    const from = endOf(hubspot, types.from.name, pair.from.id);
    const to = endOf(hubspot, types.to.name, pair.to.id);
    results.push(run({ from, to }, pair));
  }
  return { results, errors };
};

const batchRead = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: `${PATH}/read`,
  handle: (request) => {
    const { from, to } = typesOfPath(request);
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

const batchCreate = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: `${PATH}/create`,
  handle: (request) => {
    const paths = typesOfPath(request);
    const { inputs } = parseInput(typedSchema, request.body);
    const { results, errors } = forEachPair(hubspot, request, inputs, ({ from, to }, { types }) => {
      const wanted = types.map(({ associationTypeId }) => typeNamed(from, to, associationTypeId));
      for (const type of wanted) link(hubspot, from, to, { type });
      return {
        fromObjectTypeId: paths.from.typeId,
        fromObjectId: from.id,
        toObjectTypeId: paths.to.typeId,
        toObjectId: to.id,
        labels: wanted.flatMap(({ label }) => label ?? []),
      };
    });
    return batchAnswer(results, errors, hubspot.nowMs(), 201);
  },
});

const batchDefault = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: `${PATH}/associate/default`,
  handle: (request) => {
    const { inputs } = parseInput(pairsSchema, request.body);
    const { results, errors } = forEachPair(hubspot, request, inputs, ({ from, to }) => {
      link(hubspot, from, to);
      return toWireLink(from, to);
    });
    return batchAnswer(results, errors, hubspot.nowMs());
  },
});

const batchArchive = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: `${PATH}/archive`,
  handle: (request) => {
    const { inputs } = parseInput(archiveSchema, request.body);
    const pairs = inputs.flatMap(({ from, to }) => to.map((one) => ({ from, to: one })));
    forEachPair(hubspot, request, pairs, ({ from, to }) => {
      unlink(hubspot, from, to);
      return {};
    });
    return noContent();
  },
});

const batchUnlabel = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: `${PATH}/labels/archive`,
  handle: (request) => {
    const { inputs } = parseInput(typedSchema, request.body);
    forEachPair(hubspot, request, inputs, ({ from, to }, { types }) => {
      for (const { associationTypeId } of types) {
        unlink(hubspot, from, to, typeNamed(from, to, associationTypeId));
      }
      return {};
    });
    return noContent();
  },
});

export const associationBatchRoutes = (hubspot: HubSpot): readonly Route[] => [
  batchRead(hubspot),
  batchCreate(hubspot),
  batchDefault(hubspot),
  batchArchive(hubspot),
  batchUnlabel(hubspot),
];
