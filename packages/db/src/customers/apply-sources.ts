import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { toJsonb, toStorable } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { CustomerSource } from './customer-source.ts';
import { place } from './identity.ts';
import { loadSources, loadSourcesOf } from './load-sources.ts';
import { projectCustomer } from './project-customer.ts';
import { saveCustomers } from './save-customers.ts';

export interface AppliedSources {
  /** Objects that were new or newer than what was stored. */
  readonly applied: number;
  /** Objects older than what was stored, and so ignored. */
  readonly stale: number;
}

const nameOf = (source: CustomerSource): string =>
  `${source.system} ${source.objectType} ${source.externalId}`;

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
    const other = newest.get(nameOf(source));
    if (other === undefined || other.version <= source.version) newest.set(nameOf(source), source);
  }
  return [...newest.values()];
};

const customersOfKeys = async (tx: Db, keys: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx
    .selectFrom('customer_keys')
    .select(['key', 'customer_id'])
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.key, row.customer_id]));
};

const moveMerged = async (tx: Db, merged: ReadonlyMap<string, string>): Promise<void> => {
  if (merged.size === 0) return;
  const moves = toJsonb([...merged].map(([from, to]) => ({ from_id: from, to_id: to })));
  const list = sql`jsonb_to_recordset(${moves}::jsonb) as m(from_id uuid, to_id uuid)`;
  await sql`update customer_sources s set customer_id = m.to_id from ${list} where s.customer_id = m.from_id`.execute(
    tx,
  );
  await sql`update customer_keys k set customer_id = m.to_id from ${list} where k.customer_id = m.from_id`.execute(
    tx,
  );
  await sql`delete from customer_cache c using ${list} where c.id = m.from_id`.execute(tx);
};

const saveSources = async (
  tx: Db,
  tenantId: string,
  placed: readonly { source: CustomerSource; customerId: string }[],
): Promise<void> => {
  const input = toJsonb(placed.map(({ source, customerId }) => ({ ...source, customerId, tenantId })));
  await sql`
    insert into customer_sources (tenant_id, system, object_type, external_id, customer_id, keys, fields,
      source_version, deleted)
    select "tenantId", system, "objectType", "externalId", "customerId", keys, fields, version, deleted
    from jsonb_to_recordset(${input}::jsonb) as x("tenantId" uuid, system text, "objectType" text,
      "externalId" text, "customerId" uuid, keys text[], fields jsonb, version bigint, deleted boolean)
    on conflict (tenant_id, system, object_type, external_id) do update set customer_id = excluded.customer_id,
      keys = excluded.keys, fields = excluded.fields, source_version = excluded.source_version,
      deleted = excluded.deleted, updated_at = now()`.execute(tx);
};

/** Makes the keys of these customers exactly those that their sources hold. */
const saveKeys = async (tx: Db, tenantId: string, customerIds: readonly string[]): Promise<void> => {
  await sql`
    delete from customer_keys k where k.customer_id = any(${customerIds}::uuid[]) and not exists (
      select from customer_sources s where s.customer_id = k.customer_id and k.key = any(s.keys))`.execute(
    tx,
  );
  await sql`
    insert into customer_keys (tenant_id, key, customer_id)
    select distinct ${tenantId}::uuid, key, customer_id from customer_sources, unnest(keys) as key
    where customer_id = any(${customerIds}::uuid[])
    on conflict (tenant_id, key) do update set customer_id = excluded.customer_id`.execute(tx);
};

/**
 * Takes vendor objects in: finds or makes the customer of each, follows what that joins, and renews
 * `customer_cache` for all concerned. Applying the same objects again, or in another order, or from
 * several processes at once ends in the same customers. At most a page at a time (some hundreds).
 */
export const applyCustomerSources = async (
  tx: Db,
  tenantId: string,
  given: readonly CustomerSource[],
): Promise<AppliedSources> => {
  const sources = given.map(storable);
  // Two pages that share a key must not both make its customer: one at a time per tenant.
  await sql`select pg_advisory_xact_lock(hashtext('sherpa.customers'), hashtext(${tenantId}))`.execute(tx);
  const stored = new Map((await loadSources(tx, sources)).map((source) => [nameOf(source), source]));
  const fresh = newestOfEach(sources).filter(
    (source) => (stored.get(nameOf(source))?.version ?? Number.NEGATIVE_INFINITY) <= source.version,
  );
  if (fresh.length === 0) return { applied: 0, stale: sources.length };
  const objects = fresh.map((source) => ({
    keys: source.keys,
    customerId: stored.get(nameOf(source))?.customerId,
  }));
  const customerOfKey = await customersOfKeys(
    tx,
    fresh.flatMap((source) => source.keys),
  );
  const { customerIds, merged } = place(objects, customerOfKey, newId);
  await moveMerged(tx, merged);
  await saveSources(
    tx,
    tenantId,
    fresh.map((source, index) => ({ source, customerId: customerIds[index] ?? newId() })),
  );
  const affected = [...new Set(customerIds)];
  await saveKeys(tx, tenantId, affected);
  const all = Map.groupBy(await loadSourcesOf(tx, affected), (source) => source.customerId);
  await saveCustomers(
    tx,
    tenantId,
    affected.map((id) => ({ id, customer: projectCustomer(all.get(id) ?? []) })),
  );
  return { applied: fresh.length, stale: sources.length - fresh.length };
};
