import {
  missingScopesOf,
  type AskOptions,
  type HubSpot,
  type HubSpotObjects,
} from '@sherpa/integrations/hubspot';
import { defineStream, type StreamDefinition } from '@sherpa/sync';
import { FRESH_WITHIN_MS, OVERLAP_MS } from './freshness.ts';

/** What every object of HubSpot's has. */
interface HubSpotRow {
  readonly id: string;
  readonly archived: boolean;
  readonly modifiedAt: Date | null;
  readonly mergedIds?: readonly string[];
}

/** One kind of HubSpot's objects: all of them are read in the same way. */
export interface HubSpotKind<T extends HubSpotRow> {
  /** `deals` */
  readonly name: string;
  /** `deal` */
  readonly objectType: string;
  readonly access: (hubspot: HubSpot) => HubSpotObjects<T>;
  readonly makesCustomers: boolean;
  /** As HubSpot calls the type, and those whose objects it is tied to. */
  readonly ties?: { readonly from: string; readonly to: readonly string[] };
  readonly scopes: readonly string[];
}

/** By the id that each was asked for: one that was merged away leads to its survivor. */
const byAskedId = <T extends HubSpotRow>(
  ids: readonly string[],
  rows: readonly T[],
): ReadonlyMap<string, T> => {
  const survivors = new Map(rows.flatMap((row) => (row.mergedIds ?? []).map((id) => [id, row] as const)));
  const own = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    ids.flatMap((id) => {
      const row = own.get(id) ?? survivors.get(id);
      return row === undefined ? [] : [[id, row] as const];
    }),
  );
};

type IdsByType = Readonly<Record<string, readonly string[]>>;

const readTies = async (
  hubspot: HubSpot,
  { from, to }: { readonly from: string; readonly to: readonly string[] },
  ids: readonly string[],
  options: AskOptions,
): Promise<ReadonlyMap<string, IdsByType>> => {
  const ties = new Map<string, Record<string, readonly string[]>>(ids.map((id) => [id, {}]));
  for (const toType of to) {
    for (const { fromId, links } of await hubspot.readAssociations(
      { fromType: from, toType },
      ids,
      options,
    )) {
      const of = ties.get(fromId);
      // In one order, so that equal ties are equal content.
      if (of !== undefined) of[toType] = links.map(({ toId }) => toId).toSorted();
    }
  }
  return ties;
};

/** The stream of one kind. Neither listing nor search brings ties along in the same way, so they are asked for. */
export const objectStream = <T extends HubSpotRow>(kind: HubSpotKind<T>): StreamDefinition<HubSpot, T> => {
  const { name, objectType, access, ties, scopes, makesCustomers } = kind;
  return defineStream<HubSpot, T>({
    system: 'hubspot',
    name,
    objectType,
    makesCustomers,
    scopes,
    scopesOf: missingScopesOf,
    freshWithinMs: FRESH_WITHIN_MS,
    fingerprint: (hubspot) => [
      ...access(hubspot).properties,
      ...(ties?.to ?? []).map((type) => `ties:${type}`),
    ],
    list: (hubspot, page, options) => access(hubspot).list(page, options),
    archived: (hubspot, page, options) => access(hubspot).list({ ...page, archived: true }, options),
    changes: {
      kind: 'modified',
      overlapMs: OVERLAP_MS,
      list: (hubspot, { since, after, limit }, options) =>
        access(hubspot).searchModifiedSince({ since, afterId: after, limit }, options),
    },
    get: async (hubspot, ids, options) => byAskedId(ids, (await access(hubspot).readMany(ids, options)).rows),
    count: (hubspot, options) => access(hubspot).count(options),
    skip: (hubspot, page, options) => access(hubspot).skip(page, options),
    ...(ties === undefined
      ? {}
      : {
          complete: async (hubspot: HubSpot, rows: readonly T[], options: AskOptions) => {
            const found = await readTies(
              hubspot,
              ties,
              rows.map(({ id }) => id),
              options,
            );
            return rows.map((row) => ({ ...row, ties: found.get(row.id) ?? {} }));
          },
        }),
    factsOf: ({ id, modifiedAt, archived, mergedIds }) => ({
      id,
      version: modifiedAt?.getTime() ?? 0,
      deleteReason: archived ? 'archived' : undefined,
      mergedIds,
    }),
  });
};
