import type { Json } from '@sherpa/core';
import { jsonSchema } from '@sherpa/core';
import { eraseAddresses } from '../customers/privacy/erase-addresses.ts';
import { findForgotten, hasForgotten } from '../customers/privacy/forgotten.ts';
import type { Db } from '../schema/index.ts';
import type { NewDelivery } from './delivery.ts';

const nodesOf = ({ vendor, objects }: NewDelivery): readonly string[] =>
  objects.map(({ type, id }) => `${vendor}:${type}:${id}`);

const ofTenant = async <T extends NewDelivery>(
  tx: Db,
  tenantId: string,
  deliveries: readonly T[],
): Promise<readonly T[]> => {
  if (!(await hasForgotten(tx, tenantId))) return deliveries;
  const forgotten = await findForgotten(tx, tenantId, {
    nodes: deliveries.flatMap(nodesOf),
    said: deliveries.map(({ payload }) => payload),
  });
  const keep = (one: T): Json =>
    nodesOf(one).some((node) => forgotten.nodes.has(node))
      ? {}
      : jsonSchema.parse(eraseAddresses(one.payload, forgotten.addresses));
  return deliveries.map((one) => ({ ...one, payload: keep(one) }));
};

/** The events, without what they say of people who were forgotten. */
export const eventsWithoutForgotten = async <T extends NewDelivery>(
  tx: Db,
  deliveries: readonly T[],
): Promise<readonly T[]> => {
  const kept: T[] = [];
  // In one order, so that two batches wait for one another once.
  const byTenant = [...Map.groupBy(deliveries, ({ tenantId }) => tenantId)].toSorted(([one], [other]) =>
    one.localeCompare(other),
  );
  for (const [tenantId, theirs] of byTenant) kept.push(...(await ofTenant(tx, tenantId, theirs)));
  return kept;
};
