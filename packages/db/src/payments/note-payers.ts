import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Notes that something of these Stripe customers has changed; one that was noted before is noted once. */
export const notePayers = async (
  tx: Db,
  { tenantId, payers }: { readonly tenantId: string; readonly payers: readonly string[] },
): Promise<void> => {
  if (payers.length === 0) return;
  // In one order: two that note the same ones wait for one another, and not both.
  await sql`
    insert into payment_changes (tenant_id, payer)
    select ${tenantId}::uuid, payer from unnest(${[...new Set(payers)].toSorted()}::text[]) as p(payer)
    on conflict (tenant_id, payer) do update set mark = excluded.mark, changed_at = now()`.execute(tx);
};

/**
 * Notes the payers of customers that have changed since then, whatever it was: the account that they belong to
 * may be another one now. Answers with how many.
 */
export const noteMovedPayers = async (
  tx: Db,
  { tenantId, since }: { readonly tenantId: string; readonly since: Date },
): Promise<number> => {
  const { rows } = await sql`
    insert into payment_changes (tenant_id, payer)
    select distinct ${tenantId}::uuid, payer from customer_cache c, unnest(c.stripe_customer_ids) as p(payer)
    where c.tenant_id = ${tenantId}::uuid and c.updated_at >= ${since} order by payer
    on conflict (tenant_id, payer) do nothing returning 1`.execute(tx);
  return rows.length;
};

/** A payer to be looked at, and which of its changes called for that. */
export interface NotedPayer {
  readonly payer: string;
  readonly mark: string;
}

/** The payers that have waited longest. */
export const listNotedPayers = async (tx: Db, limit: number): Promise<NotedPayer[]> =>
  tx
    .selectFrom('payment_changes')
    .select(['payer', 'mark'])
    .orderBy('changed_at')
    .orderBy('payer')
    .limit(limit)
    .execute();
