import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';

/** Something of which there may be one under a key of a connection. */
export interface KeyedDelivery {
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly key: string;
}

/**
 * Takes the keys of what came; answers the ids of what had not come before. Whoever takes the same ones at the
 * same time waits for this transaction, in the same order.
 */
export const takeKeys = async (tx: Db, deliveries: readonly KeyedDelivery[]): Promise<Set<string>> => {
  if (deliveries.length === 0) return new Set();
  const input = toJsonb(
    deliveries.map(({ id, tenantId, connectionId, key }) => ({
      id,
      tenant_id: tenantId,
      connection_id: connectionId,
      key,
    })),
  );
  const { rows } = await sql<{ delivery_id: string }>`${prepared}
    insert into webhook_keys (tenant_id, connection_id, key, delivery_id)
    select distinct on (connection_id, key) tenant_id, connection_id, key, id
    from jsonb_to_recordset(${input}::jsonb) as x(id uuid, tenant_id uuid, connection_id uuid, key text)
    order by connection_id, key, id
    on conflict do nothing returning delivery_id`.execute(tx);
  return new Set(rows.map((row) => row.delivery_id));
};

/** Of these keys of a connection, those that have not come yet. */
export const findNewKeys = async (
  tx: Db,
  connectionId: string,
  keys: readonly string[],
): Promise<Set<string>> => {
  const { rows } = await sql<{ key: string }>`
    select key from jsonb_array_elements_text(${toJsonb(keys)}::jsonb) as asked(key)
    where not exists (select from webhook_keys k where k.connection_id = ${connectionId} and k.key = asked.key)`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.key));
};

const BATCH = 5_000;

/** Forgets keys of events that came longer ago than any vendor sends one again; answers how many. */
export const forgetWebhookKeys = async (engine: Db, keepDays: number): Promise<number> => {
  for (let forgotten = 0; ;) {
    const { rows } = await sql`
      delete from webhook_keys where delivery_id in (
        select delivery_id from webhook_keys
        where delivery_id < lowest_id_of(now() - ${keepDays} * interval '1 day')
        order by delivery_id limit ${BATCH}) returning 1`.execute(engine);
    forgotten += rows.length;
    if (rows.length < BATCH) return forgotten;
  }
};
