import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';

/** An object that makes a customer what it is. */
export interface Member {
  readonly node: string;
  readonly customerId: string;
  readonly level: 'person' | 'account';
}

/** The objects of these customers: of a person all that are tied to it, of an account its companies. */
export const membersOf = async (tx: Db, customerIds: readonly string[]): Promise<Member[]> => {
  const { rows } = await sql<Member>`
    select node, person_id as "customerId", 'person' as level from customer_sources
    where person_id = any(${customerIds}::uuid[])
    union all
    select node, account_id, 'account' from customer_sources
    where account_id = any(${customerIds}::uuid[]) and object_type = 'company'
    order by node`.execute(tx);
  return rows;
};

/** What these objects are members of. */
export const membersAt = async (tx: Db, tenantId: string, nodes: readonly string[]): Promise<Member[]> => {
  const { rows } = await sql<Member>`
    select node, case when object_type = 'company' then account_id else person_id end as "customerId",
      case when object_type = 'company' then 'account' else 'person' end as level
    from customer_sources where tenant_id = ${tenantId} and node = any(${nodes}::text[])
      and case when object_type = 'company' then account_id else person_id end is not null
    order by node`.execute(tx);
  return rows;
};
