import { sql } from 'kysely';
import { z } from 'zod';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { typeOfNode, type Edge } from './edge.ts';
import type { GraphObject } from './groups.ts';
import { FAN_OUT, LINK_FAN_OUT, MOST_NODES } from './limits.ts';

/** Everything that is tied to some nodes. */
export interface Neighbourhood {
  readonly objects: readonly GraphObject[];
  /** Those of the objects, and what people said of two of them. */
  readonly edges: readonly Edge[];
  /** It was not read to its end: nothing may be concluded from it. */
  readonly isCut: boolean;
}

export interface Surrounding {
  readonly tenantId: string;
  readonly nodes: readonly string[];
  /** Customers of either level, whose objects belong to the neighbourhood wherever they are tied to now. */
  readonly customerIds: readonly string[];
}

const found = z.object({
  nodes: z.int(),
  objects: z.array(
    z.object({
      node: z.string(),
      person: z.string().nullable(),
      account: z.string().nullable(),
      deleted: z.boolean(),
      created: z.number().nullable(),
    }),
  ),
  edges: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      kind: z.enum([
        'manual',
        'merged',
        'explicit',
        'email',
        'alias',
        'domain',
        'phone',
        'name',
        'mailbox',
        'block',
      ]),
      strength: z.enum(['strong', 'weak', 'link', 'block']),
    }),
  ),
});

const isAccountNode = (node: string): boolean => typeOfNode(node) === 'company' || node.startsWith('domain:');

/**
 * Follows strong edges both ways, and links from a payer to its company; from a company to its payers only
 * where the company itself may have moved (`fan`). How far it goes from one key is bounded, and a key with
 * more than the bound is beyond every limit, so that what is beyond does not matter.
 */
const walk = ({ tenantId, nodes, customerIds }: Surrounding) => sql`
  with recursive seeds as (
    select node, fan from jsonb_to_recordset(${toJsonb(
      nodes.map((node) => ({ node, fan: isAccountNode(node) })),
    )}::jsonb) as x(node text, fan boolean)
    union
    select node, object_type = 'company' from customer_sources
    where person_id = any(${customerIds}::uuid[])
      or account_id = any(${customerIds}::uuid[]) and object_type = 'company'
  ), reach(node, fan) as (
    select node, fan from seeds
    union
    select n.node, n.fan from reach r cross join lateral (
      select e.b as node, r.fan and e.strength = 'strong' as fan from identity_edges e
      where e.tenant_id = ${tenantId} and e.a = r.node and e.revoked_at is null and e.strength in ('strong', 'link')
      union all
      (select e.a, r.fan from identity_edges e
      where e.tenant_id = ${tenantId} and e.b = r.node and e.revoked_at is null and e.strength = 'strong'
      limit ${sql.lit(FAN_OUT)})
      union all
      (select e.a, false from identity_edges e
      where e.tenant_id = ${tenantId} and e.b = r.node and e.revoked_at is null and e.strength = 'link'
        and (r.fan or starts_with(r.node, 'stripe:customer:'))
      limit ${sql.lit(LINK_FAN_OUT)})
    ) n
  ), nodes as materialized (
    select distinct node from (select node from reach limit ${sql.lit(MOST_NODES)}) r
  )`;

/**
 * Reads the neighbourhood of these nodes and customers, of a transaction's tenant. What the walk has found is
 * looked up node by node: Postgres takes it for far more than it is, and would read whole tables.
 */
export const loadNeighbourhood = async (tx: Db, around: Surrounding): Promise<Neighbourhood> => {
  const { rows } = await sql`
    ${walk(around)}
    select (select count(*)::integer from nodes) as nodes,
      coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'person', s.person_id, 'account', s.account_id,
          'deleted', s.deleted, 'created', s.fields -> 'createdMs'))
        from nodes n cross join lateral (
          select * from customer_sources s where s.tenant_id = ${around.tenantId} and s.node = n.node limit 1
        ) s), '[]') as objects,
      coalesce((select jsonb_agg(jsonb_build_object('a', e.a, 'b', e.b, 'kind', e.kind, 'strength', e.strength))
        from nodes n cross join lateral (
          select * from identity_edges e
          where e.tenant_id = ${around.tenantId} and e.a = n.node and e.revoked_at is null offset 0
        ) e), '[]') as edges`.execute(tx);
  const { nodes, objects, edges } = found.parse(rows[0]);
  return {
    objects: objects.map(({ node, person, account, deleted, created }) => ({
      node,
      personId: person ?? undefined,
      accountId: account ?? undefined,
      live: !deleted,
      createdMs: created ?? 0,
    })),
    edges,
    isCut: nodes >= MOST_NODES,
  };
};
