import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';

/** What came to a connection and was refused. */
export interface NewRefusal {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly reason: string;
  readonly count: number;
}

/** How often, and when last. */
export interface WebhookRefusal {
  readonly connectionId: string;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Counts refusals; there must be one for each connection and reason at most. */
export const countRefusals = async (engine: Db, refusals: readonly NewRefusal[]): Promise<void> => {
  const input = toJsonb(
    refusals.map(({ tenantId, connectionId, ...rest }) => ({
      ...rest,
      tenant_id: tenantId,
      connection_id: connectionId,
    })),
  );
  await sql`
    insert into webhook_refusals as r (tenant_id, connection_id, reason, count)
    select tenant_id, connection_id, reason, count
    from jsonb_to_recordset(${input}::jsonb) as x(tenant_id uuid, connection_id uuid, reason text, count bigint)
    order by connection_id, reason
    on conflict (connection_id, reason) do update set count = r.count + excluded.count, last_at = now()`.execute(
    engine,
  );
};

/** All of a tenant's, the latest first. */
export const listRefusals = async (tx: Db): Promise<WebhookRefusal[]> => {
  const rows = await tx
    .selectFrom('webhook_refusals')
    .select(['connection_id', 'reason', 'count', 'first_at', 'last_at'])
    .orderBy('last_at', 'desc')
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    reason: row.reason,
    count: row.count,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }));
};
