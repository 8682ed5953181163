import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Living HubSpot companies of that registrable domain, by their ids. */
export const companiesOfDomain = async (tx: Db, domain: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select s.external_id as id from identity_edges e
    join customer_sources s on s.tenant_id = current_tenant() and s.node = e.a and s.object_type = 'company'
    where e.tenant_id = current_tenant() and e.b = ${`domain:${domain}`} and e.strength = 'strong'
      and e.revoked_at is null and not s.deleted and s.merged_into is null
    order by s.external_id`.execute(tx);
  return rows.map(({ id }) => id);
};
