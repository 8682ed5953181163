import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import type { Edge } from './edge.ts';

const columns = sql`a text, b text, kind text, strength text`;

/** Ends what these objects no longer say; answers with what they were tied to. */
const revokeOthers = async (
  tx: Db,
  tenantId: string,
  nodes: readonly string[],
  edges: readonly Edge[],
): Promise<string[]> => {
  const { rows } = await sql<{ b: string }>`
    update identity_edges e set revoked_at = now()
    where e.tenant_id = ${tenantId} and e.a = any(${nodes}::text[]) and e.created_by = 'source'
      and e.revoked_at is null and not exists (
        select from jsonb_to_recordset(${toJsonb(edges)}::jsonb) as x(${columns})
        where x.a = e.a and x.b = e.b and x.kind = e.kind)
    returning e.b`.execute(tx);
  return rows.map(({ b }) => b);
};

const insert = async (tx: Db, tenantId: string, edges: readonly Edge[]): Promise<void> => {
  await sql`
    insert into identity_edges as e (tenant_id, a, b, kind, strength)
    select ${tenantId}::uuid, a, b, kind, strength from jsonb_to_recordset(${toJsonb(edges)}::jsonb) as x(${columns})
    on conflict (tenant_id, a, b, kind) do update set revoked_at = null, strength = excluded.strength
    where e.created_by = 'source' and (e.revoked_at is not null or e.strength <> excluded.strength)`.execute(
    tx,
  );
};

/**
 * Makes the edges that sources have made of these objects exactly those given; edges by people stay. Answers
 * with the nodes that an object was tied to and no longer is. `known` are the objects that had been seen.
 */
export const saveEdges = async (
  tx: Db,
  tenantId: string,
  known: readonly string[],
  edges: readonly Edge[],
): Promise<string[]> => {
  const unique = [...new Map(edges.map((edge) => [`${edge.a} ${edge.b} ${edge.kind}`, edge])).values()];
  const left = known.length === 0 ? [] : await revokeOthers(tx, tenantId, known, unique);
  if (unique.length > 0) await insert(tx, tenantId, unique);
  return left;
};
