import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { CustomerSource } from './customer-source.ts';
import type { Edge } from './graph/edge.ts';

/** A vendor object in the state in which it is taken in, with the customers it belonged to. */
export interface TakenSource extends CustomerSource {
  readonly node: string;
  readonly belongsTo: string | null;
  readonly mergedInto: string | null;
  readonly personId: string | null;
  readonly accountId: string | null;
}

/** Writes objects down with their places. Of one that was deleted the last state stays: its history needs it. */
export const saveSources = async (tx: Db, tenantId: string, taken: readonly TakenSource[]): Promise<void> => {
  if (taken.length === 0) return;
  const input = toJsonb(taken.map(({ keys: _keys, ...source }) => source));
  await sql`
    insert into customer_sources as c (tenant_id, node, system, object_type, external_id, person_id, account_id,
      belongs_to, merged_into, fields, source_version, deleted)
    select ${tenantId}::uuid, node, system, "objectType", "externalId", "personId", "accountId", "belongsTo",
      "mergedInto", fields, version, deleted
    from jsonb_to_recordset(${input}::jsonb) as x(node text, system text, "objectType" text, "externalId" text,
      "personId" uuid, "accountId" uuid, "belongsTo" text, "mergedInto" text, fields jsonb, version bigint,
      deleted boolean)
    on conflict (tenant_id, node) do update set person_id = excluded.person_id, account_id = excluded.account_id,
      belongs_to = coalesce(excluded.belongs_to, c.belongs_to), merged_into = excluded.merged_into,
      fields = case when excluded.fields = '{}' then c.fields else excluded.fields end,
      source_version = excluded.source_version, deleted = excluded.deleted, updated_at = now()`.execute(tx);
};

export interface MovedSource {
  readonly node: string;
  readonly personId: string | null;
  readonly accountId: string | null;
}

/** Gives objects that are stored already other customers. */
export const moveSources = async (tx: Db, tenantId: string, moved: readonly MovedSource[]): Promise<void> => {
  if (moved.length === 0) return;
  await sql`
    update customer_sources s set person_id = m."personId", account_id = m."accountId"
    from jsonb_to_recordset(${toJsonb(moved)}::jsonb) as m(node text, "personId" uuid, "accountId" uuid)
    where s.tenant_id = ${tenantId} and s.node = m.node`.execute(tx);
};

/**
 * Ends what the vendor has merged into other objects, whatever version of it is stored. Each once: the list
 * that a survivor carries names all that it ever absorbed, every time.
 */
export const retireAbsorbed = async (tx: Db, tenantId: string, merges: readonly Edge[]): Promise<void> => {
  if (merges.length === 0) return;
  await sql`
    update customer_sources s set deleted = true, merged_into = m.a, updated_at = now()
    from jsonb_to_recordset(${toJsonb(merges)}::jsonb) as m(a text, b text)
    where s.tenant_id = ${tenantId} and s.node = m.b and s.merged_into is null`.execute(tx);
};
