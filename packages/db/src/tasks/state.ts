import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { Finish } from './finish.ts';

/** A remembered value and the version under which it was read. */
export interface StateValue {
  readonly value: Json;
  readonly version: number;
}

export interface StateAddress {
  readonly tenantId: string;
  readonly agent: string;
  readonly key: string;
}

/** What the agent remembers under that key, or undefined. */
export const readState = (db: Db, address: StateAddress): Promise<StateValue | undefined> =>
  db
    .selectFrom('agent_state')
    .select(['value', 'version'])
    .where('tenant_id', '=', address.tenantId)
    .where('agent', '=', address.agent)
    .where('key', '=', address.key)
    .executeTakeFirst();

/**
 * Writes every change whose version is still the one that was read, and answers whether that was all
 * of them; if not, the caller must roll back.
 */
export const saveState = async (tx: Db, finishes: readonly Finish[]): Promise<boolean> => {
  const changes = finishes.flatMap((finish) =>
    finish.state.map((change) => ({ tenant_id: finish.tenantId, agent: finish.agent, ...change })),
  );
  if (changes.length === 0) return true;
  const distinct = new Set(changes.map((change) => `${change.tenant_id} ${change.agent} ${change.key}`));
  if (distinct.size < changes.length) return false;
  const { rows } = await sql`
    insert into agent_state as s (tenant_id, agent, key, value, version)
    select tenant_id, agent, key, value, version + 1 from jsonb_to_recordset(${toJsonb(changes)}::jsonb)
      as i(tenant_id uuid, agent text, key text, value jsonb, version integer)
    order by tenant_id, agent, key
    on conflict (tenant_id, agent, key)
      do update set value = excluded.value, version = excluded.version, updated_at = now()
      where s.version = excluded.version - 1
    returning 1`.execute(tx);
  return rows.length === changes.length;
};
