import { jsonSchema, type Json } from '@sherpa/core';
import { sql } from 'kysely';
import { eraseForgotten, findForgotten, lockAgainstForgetting } from '../customers/privacy/forgotten.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import type { NewDelivery } from './delivery.ts';

const nodesOf = ({ vendor, objects }: NewDelivery): readonly string[] =>
  objects.map(({ type, id }) => `${vendor}:${type}:${id}`);

/** Nobody asks for an object that was forgotten, and its id is not kept. */
const withoutObjects = <T extends NewDelivery>(one: T, nodes: ReadonlySet<string>): T => {
  const objects = one.objects.filter(({ type, id }) => !nodes.has(`${one.vendor}:${type}:${id}`));
  if (objects.length === one.objects.length) return one;
  return objects.length > 0 ? { ...one, objects } : { ...one, objects, status: 'ignored', reason: 'privacy' };
};

const ofTenant = async <T extends NewDelivery>(
  tx: Db,
  tenantId: string,
  deliveries: readonly T[],
): Promise<readonly T[]> => {
  const forgotten = await findForgotten(tx, tenantId, {
    nodes: deliveries.flatMap(nodesOf),
    said: deliveries.map(({ payload }) => payload),
  });
  const keep = (one: T): Json =>
    nodesOf(one).some((node) => forgotten.nodes.has(node))
      ? {}
      : jsonSchema.parse(eraseForgotten(one.payload, forgotten));
  return deliveries.map((one) => withoutObjects({ ...one, payload: keep(one) }, forgotten.nodes));
};

const tenantsWhoForgot = async (tx: Db, tenantIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string }>`${prepared}
    select t.id from unnest(${tenantIds}::uuid[]) as t(id)
    where exists (select from identity_suppressions s where s.tenant_id = t.id)`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};

/**
 * The events, without what they say of people who were forgotten. While somebody is being forgotten nobody
 * knows yet who: what a tenant's events say is then not kept at all. The object is asked for in any case.
 */
export const eventsWithoutForgotten = async <T extends NewDelivery>(
  tx: Db,
  deliveries: readonly T[],
): Promise<readonly T[]> => {
  const byTenant = Map.groupBy(deliveries, ({ tenantId }) => tenantId);
  const tenantIds = [...byTenant.keys()];
  if (tenantIds.length === 0) return [];
  const locked = await lockAgainstForgetting(tx, tenantIds);
  const forgot = await tenantsWhoForgot(tx, tenantIds);
  const kept: T[] = [];
  for (const [tenantId, theirs] of byTenant) {
    if (!locked.has(tenantId)) kept.push(...theirs.map((one) => ({ ...one, payload: {} })));
    else if (forgot.has(tenantId)) kept.push(...(await ofTenant(tx, tenantId, theirs)));
    else kept.push(...theirs);
  }
  return kept;
};
