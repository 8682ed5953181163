import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';

/**
 * Notes what each customer that pays brings a month as of that day, where it is not what it was. Said again for the
 * same day, the latest counts. Answers with how many rows were written.
 */
export const noteRevenue = async (tx: Db, tenantId: string, day: string): Promise<number> => {
  const { rows } = await sql`
    insert into customer_revenue_days (tenant_id, customer_id, day, monthly_revenue)
    select c.tenant_id, c.id, ${day}::date, c.monthly_revenue from customer_cache c
    left join lateral (
      select monthly_revenue from customer_revenue_days d
      where d.customer_id = c.id and d.day <= ${day}::date order by d.day desc limit 1
    ) last on true
    where c.tenant_id = ${tenantId}::uuid and c.deleted_at is null and c.stripe_customer_ids <> '{}'
      and c.monthly_revenue is distinct from last.monthly_revenue
    on conflict (customer_id, day) do update set monthly_revenue = excluded.monthly_revenue
    returning 1`.execute(tx);
  return rows.length;
};
