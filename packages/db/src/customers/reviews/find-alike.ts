import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { MOST_ALIKE } from '../graph/limits.ts';
import type { Refusal } from '../graph/refusal.ts';

interface Row {
  readonly key: string;
  readonly nodes: string[];
}

/**
 * Different customers that share a weak key: a phone number, a name at one company, a mailbox that Gmail
 * takes for one. A key that many share says nothing, and two that people have parted are not asked about again.
 */
export const findAlike = async (tx: Db, tenantId: string, keys: readonly string[]): Promise<Refusal[]> => {
  if (keys.length === 0) return [];
  const { rows } = await sql<Row>`
    select k.key, array_agg(s.node order by s.node) as nodes
    from unnest(${keys}::text[]) as k(key)
    cross join lateral (
      select few.a, count(*) over () as members from (
        select e.a from identity_edges e where e.tenant_id = ${tenantId} and e.b = k.key and e.strength = 'weak'
          and e.revoked_at is null
        limit ${sql.lit(MOST_ALIKE + 1)}
      ) few
    ) e
    cross join lateral (
      select s.node, s.person_id, s.account_id from customer_sources s
      where s.tenant_id = ${tenantId} and s.node = e.a and not s.deleted limit 1
    ) s
    where e.members between 2 and ${sql.lit(MOST_ALIKE)}
    group by k.key
    having count(*) > 1 and count(distinct coalesce(s.person_id, s.account_id)) > 1`.execute(tx);
  return rows.map(({ key, nodes }) => ({
    kind: 'suggestion',
    a: key,
    b: '',
    reason: 'alike',
    subjects: nodes,
  }));
};
