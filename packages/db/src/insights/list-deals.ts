import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A deal as a report names it; the amount in whole units, as HubSpot has it. */
export interface NamedDeal {
  readonly connectionId: string;
  readonly id: string;
  readonly name: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly closeAt: Date | null;
  readonly stageId: string | null;
}

export interface DealsWanted {
  readonly stageIds: readonly string[];
  /** Close dates from then on; all earlier ones as well, where absent. */
  readonly since?: Date | undefined;
  readonly until: Date;
  readonly limit: number;
}

/** Deals in these stages by their close dates, the largest first. */
export const listDeals = async (
  tx: Db,
  { stageIds, since = new Date(0), until, limit }: DealsWanted,
): Promise<readonly NamedDeal[]> => {
  if (stageIds.length === 0 || limit === 0) return [];
  const { rows } = await sql<NamedDeal>`
    select connection_id as "connectionId", external_id as id, payload ->> 'name' as name,
      (payload ->> 'amount')::float8 as amount, lower(payload ->> 'currency') as currency,
      (payload ->> 'closeAt')::timestamptz as "closeAt", payload ->> 'stageId' as "stageId"
    from source_records where tenant_id = current_tenant() and system = 'hubspot' and object_type = 'deal'
      and delete_reason is null and payload ->> 'stageId' = any(${stageIds}::text[])
      and payload ->> 'closeAt' >= ${since.toISOString()} and payload ->> 'closeAt' < ${until.toISOString()}
    order by amount desc nulls last, external_id limit ${limit}`.execute(tx);
  return rows;
};
