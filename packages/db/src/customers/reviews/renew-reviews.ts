import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { typeOfNode } from '../graph/edge.ts';
import type { Neighbourhood } from '../graph/load-neighbourhood.ts';
import type { Placement } from '../graph/place-objects.ts';
import type { Refusal } from '../graph/refusal.ts';
import { findAlike } from './find-alike.ts';

/** Opens what is to be looked at, and closes what has settled itself; what people decided stays decided. */
const save = async (
  tx: Db,
  tenantId: string,
  scope: readonly string[],
  wanted: readonly Refusal[],
): Promise<void> => {
  const unique = [...new Map(wanted.map((one) => [`${one.kind} ${one.a} ${one.b}`, one])).values()];
  const input = unique.map((refusal) => ({ id: newId(), ...refusal }));
  await sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${toJsonb(input)}::jsonb)
        as x(id uuid, kind text, a text, b text, subjects text[], reason text)
    ), opened as (
      insert into identity_reviews as r (id, tenant_id, kind, a, b, subjects, reason)
      select id, ${tenantId}::uuid, kind, a, b, subjects, reason from wanted
      on conflict (tenant_id, kind, a, b) do update set status = 'open', subjects = excluded.subjects,
        reason = excluded.reason
      where r.status = 'obsolete' or r.status = 'open' and (r.subjects, r.reason) <> (excluded.subjects, excluded.reason)
    )
    update identity_reviews r set status = 'obsolete' where r.tenant_id = ${tenantId} and r.status = 'open'
      and r.a = any(${scope}::text[])
      and not exists (select from wanted w where w.kind = r.kind and w.a = r.a and w.b = r.b)`.execute(tx);
};

/** What a look around was about: its objects and keys, and the keys that an object has just let go of. */
export interface ReviewedPlace {
  readonly near: Neighbourhood;
  readonly nodes: readonly string[];
}

/**
 * Makes the open reviews around these objects what the graph now asks for: edges that were not followed,
 * and different customers that look alike.
 */
export const renewReviews = async (
  tx: Db,
  tenantId: string,
  { near, nodes }: ReviewedPlace,
  { refusals }: Placement,
): Promise<void> => {
  // Cut off, it would close what is still to be decided beyond the cut.
  if (near.isCut) {
    await save(tx, tenantId, [], refusals);
    return;
  }
  const weak = near.edges.filter(({ strength }) => strength === 'weak').map(({ b }) => b);
  const keys = new Set([...weak, ...nodes.filter((node) => typeOfNode(node) === 'key')]);
  const around = [...near.objects.map(({ node }) => node), ...near.edges.flatMap(({ a, b }) => [a, b])];
  const alike = await findAlike(tx, tenantId, [...keys]);
  await save(tx, tenantId, [...new Set([...around, ...keys])], [...refusals, ...alike]);
};
