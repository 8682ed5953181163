import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb, toStorable } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';

/** Two objects about which somebody has said something. */
export interface NodePair {
  readonly a: string;
  readonly b: string;
}

/** Who says it, and why. */
export interface Said {
  readonly by: string;
  readonly reason: string | null;
}

export const toPair = (one: string, other: string): NodePair =>
  one < other ? { a: one, b: other } : { a: other, b: one };

/** All pairs of one of these with one of those. */
export const pairsAcross = (some: readonly string[], others: readonly string[]): NodePair[] =>
  some.flatMap((one) => others.filter((other) => other !== one).map((other) => toPair(one, other)));

/** Writes down that two are the same, or never are. Where somebody has said so already, theirs stays. */
export const saveByHand = async (
  tx: Db,
  tenantId: string,
  kind: 'manual' | 'block',
  said: { readonly pairs: readonly NodePair[]; readonly by: string; readonly evidence: Json },
): Promise<void> => {
  if (said.pairs.length === 0) return;
  const strength = kind === 'manual' ? 'strong' : 'block';
  await sql`
    insert into identity_edges as e (tenant_id, a, b, kind, strength, evidence, created_by)
    select distinct ${tenantId}::uuid, a, b, ${kind}::text, ${strength}::text, ${toJsonb(said.evidence)}::jsonb,
      ${toStorable(said.by)}::text
    from jsonb_to_recordset(${toJsonb(said.pairs)}::jsonb) as x(a text, b text)
    on conflict (tenant_id, a, b, kind) do update set revoked_at = null, evidence = excluded.evidence,
      created_by = excluded.created_by
    where e.revoked_at is not null`.execute(tx);
};

/** Takes back what was said by hand of any of these objects with another of them; answers with it. */
export const revokeByHand = async (
  tx: Db,
  tenantId: string,
  kind: 'manual' | 'block',
  pairs: readonly NodePair[],
): Promise<NodePair[]> => {
  const { rows } = await sql<NodePair>`
    update identity_edges e set revoked_at = now()
    from jsonb_to_recordset(${toJsonb(pairs)}::jsonb) as x(a text, b text)
    where e.tenant_id = ${tenantId} and e.a = x.a and e.b = x.b and e.kind = ${kind} and e.revoked_at is null
    returning e.a, e.b`.execute(tx);
  return rows;
};
