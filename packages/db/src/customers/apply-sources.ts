import { toStorable } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { CustomerSource } from './customer-source.ts';
import { nodeOf, payerOf } from './graph/node-of.ts';
import { edgesOfSource } from './graph/edges-of-source.ts';
import { saveEdges } from './graph/save-edges.ts';
import { loadStored, type StoredSource } from './load-sources.ts';
import { lockCustomers } from './lock-customers.ts';
import { findSuppressed, withoutForgottenKeys } from './privacy/suppressions.ts';
import { regroup } from './regroup.ts';
import { retireAbsorbed, type TakenSource } from './save-sources.ts';

export interface AppliedSources {
  /** Objects that were new or newer than what was stored. */
  readonly applied: number;
  /** Objects older than what was stored, or merged into others since, and so ignored. */
  readonly stale: number;
  /** Objects of people who were forgotten, and so refused. */
  readonly suppressed: number;
}

/** What one look around may concern; a larger page is taken in parts. */
const PAGE = 200;

/** A key is compared with those that were stored, so it has to look as they do. */
const storable = (source: CustomerSource): CustomerSource => ({
  ...source,
  externalId: toStorable(source.externalId),
  keys: source.keys.map(toStorable),
});

/** One entry per object, the newest: a vendor's page may show an object twice. */
const newestOfEach = (sources: readonly CustomerSource[]): CustomerSource[] => {
  const newest = new Map<string, CustomerSource>();
  for (const source of sources) {
    const other = newest.get(nodeOf(source));
    if (other === undefined || other.version <= source.version) newest.set(nodeOf(source), source);
  }
  return [...newest.values()];
};

type Stored = ReadonlyMap<string, StoredSource>;

/** What was merged into another object stays that, however new its last state is. */
const isFresh = (source: CustomerSource, stored: Stored): boolean => {
  const known = stored.get(nodeOf(source));
  if (known?.version === undefined) return true;
  return known.mergedInto === null && known.version <= source.version;
};

const take = (
  fresh: readonly CustomerSource[],
  stored: Stored,
  absorbed: ReadonlyMap<string, string>,
): TakenSource[] =>
  fresh.map((source) => {
    const node = nodeOf(source);
    const mergedInto = absorbed.get(node) ?? stored.get(node)?.absorbedBy ?? null;
    return {
      ...source,
      node,
      belongsTo: payerOf(source) ?? null,
      mergedInto,
      deleted: source.deleted || mergedInto !== null,
      personId: stored.get(node)?.personId ?? null,
      accountId: stored.get(node)?.accountId ?? null,
    };
  });

/** The customers that these objects, and the payers of these bills, belonged to. */
const customersOf = (taken: readonly TakenSource[], stored: Stored): string[] => {
  const known = taken.flatMap(({ node, belongsTo }) => stored.get(belongsTo ?? node) ?? []);
  return [...new Set(known.flatMap(({ personId, accountId }) => [personId, accountId]))].filter(
    (id) => id !== null,
  );
};

const applyPage = async (
  tx: Db,
  tenantId: string,
  sources: readonly CustomerSource[],
): Promise<AppliedSources> => {
  const refused = await findSuppressed(tx, tenantId, sources);
  const welcome = sources.filter((source) => !refused.nodes.has(nodeOf(source)));
  const newest = newestOfEach(welcome.map((source) => withoutForgottenKeys(source, refused)));
  const suppressed = sources.length - welcome.length;
  const named = newest.flatMap((source) => [nodeOf(source), payerOf(source) ?? []].flat());
  const stored = await loadStored(tx, tenantId, [...new Set(named)]);
  const fresh = newest.filter((source) => isFresh(source, stored));
  const outcome = { applied: fresh.length, stale: sources.length - suppressed - fresh.length, suppressed };
  if (fresh.length === 0) return outcome;
  // What a deleted object was tied to it stays tied to: its history belongs to the same customer.
  const speaking = fresh.filter((source) => !source.deleted && payerOf(source) === undefined);
  const edges = speaking.flatMap(edgesOfSource);
  const merges = edges.filter(({ kind }) => kind === 'merged');
  const known = speaking.map(nodeOf).filter((node) => stored.get(node)?.version !== undefined);
  const left = await saveEdges(tx, tenantId, known, edges);
  await retireAbsorbed(tx, tenantId, merges);
  const taken = take(fresh, stored, new Map(merges.map(({ a, b }) => [b, a])));
  await regroup(tx, {
    tenantId,
    taken,
    nodes: [...taken.filter(({ belongsTo }) => belongsTo === null).map(({ node }) => node), ...left],
    customerIds: customersOf(taken, stored),
    cause: undefined,
  });
  return outcome;
};

/**
 * Takes vendor objects in: finds or makes the customers of each, follows what that joins or parts, and renews
 * `customer_cache` for all concerned. Applying the same objects again, or in another order, or from several
 * processes at once ends in the same customers. Costs as much as what the objects are tied to.
 */
export const applyCustomerSources = async (
  tx: Db,
  tenantId: string,
  given: readonly CustomerSource[],
): Promise<AppliedSources> => {
  const total = { applied: 0, stale: 0, suppressed: 0 };
  if (given.length === 0) return total;
  const sources = given.map(storable);
  await lockCustomers(tx, tenantId);
  for (let from = 0; from < sources.length; from += PAGE) {
    const part = await applyPage(tx, tenantId, sources.slice(from, from + PAGE));
    total.applied += part.applied;
    total.stale += part.stale;
    total.suppressed += part.suppressed;
  }
  return total;
};
