import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Of these objects, named as `notion:page:1`, those that customers have been made of and that are there. */
export const findKnownNodes = async (
  tx: Db,
  tenantId: string,
  nodes: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ node: string }>`
    select node from customer_sources
    where tenant_id = ${tenantId} and node = any(${nodes}::text[]) and not deleted`.execute(tx);
  return new Set(rows.map(({ node }) => node));
};
