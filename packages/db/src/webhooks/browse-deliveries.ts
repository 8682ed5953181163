import { sql, type RawBuilder } from 'kysely';
import type { Json, Vendor } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { Delivery, DeliveryStatus } from './delivery.ts';
import { statusOf } from './status-of.ts';

/** Which events; what is undefined does not matter. */
export interface DeliveryFilter {
  readonly connectionId?: string | undefined;
  readonly vendor?: Vendor | undefined;
  readonly type?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

interface Row {
  readonly id: string;
  readonly connection_id: string;
  readonly vendor: Vendor;
  readonly event_type: string;
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly occurred_at: Date | null;
  readonly received_at: Date;
  readonly api_version: string | null;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly task_id: string | null;
}

const columns = sql`d.id, d.connection_id, d.vendor, d.event_type, d.object_type, d.object_id, d.occurred_at,
  d.received_at, d.api_version, ${statusOf} as status, d.reason, d.task_id`;

const toDelivery = (row: Row): Delivery => ({
  id: row.id,
  connectionId: row.connection_id,
  vendor: row.vendor,
  type: row.event_type,
  object: row.object_type === null ? null : { type: row.object_type, id: row.object_id ?? '' },
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  apiVersion: row.api_version,
  status: row.status,
  reason: row.reason,
  taskId: row.task_id,
});

/** The filter over `webhook_deliveries d left join agent_tasks t`; ids begin with the time they came at. */
export const matching = (filter: DeliveryFilter): RawBuilder<boolean> => {
  const { connectionId, vendor, type, status, since, until } = filter;
  return sql<boolean>`(${connectionId ?? null}::uuid is null or d.connection_id = ${connectionId ?? null}::uuid)
    and (${vendor ?? null}::text is null or d.vendor = ${vendor ?? null})
    and (${type ?? null}::text is null or d.event_type = ${type ?? null})
    and (${status ?? null}::text is null or ${statusOf} = ${status ?? null})
    and d.id >= lowest_id_of(coalesce(${since ?? null}::timestamptz, 'epoch'))
    and (${until ?? null}::timestamptz is null or d.id < lowest_id_of(${until ?? null}::timestamptz))`;
};

/** Events that came, newest first; after the one of the cursor. */
export const listDeliveries = async (
  tx: Db,
  {
    limit,
    cursor,
    ...filter
  }: DeliveryFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Delivery[]> => {
  const { rows } = await sql<Row>`
    select ${columns} from webhook_deliveries d left join agent_tasks t on t.id = d.task_id
    where ${matching(filter)} and (${cursor ?? null}::uuid is null or d.id < ${cursor ?? null}::uuid)
    order by d.id desc limit ${limit}`.execute(tx);
  return rows.map(toDelivery);
};

/** One event with what it said, or undefined if this tenant has none of that id. */
export const getDelivery = async (
  tx: Db,
  id: string,
): Promise<(Delivery & { readonly payload: Json }) | undefined> => {
  const { rows } = await sql<Row & { readonly payload: Json }>`
    select ${columns}, d.payload from webhook_deliveries d left join agent_tasks t on t.id = d.task_id
    where d.id = ${id}`.execute(tx);
  const [row] = rows;
  return row && { ...toDelivery(row), payload: row.payload };
};

/** How many events of a connection are at one status. */
export interface DeliveryCount {
  readonly connectionId: string;
  readonly vendor: Vendor;
  readonly status: DeliveryStatus;
  readonly count: number;
  readonly lastAt: Date;
}

/** Events that came since, counted by what became of them. */
export const countDeliveries = async (tx: Db, since: Date): Promise<DeliveryCount[]> => {
  const { rows } = await sql<
    Pick<Row, 'connection_id' | 'vendor' | 'status'> & { count: number; last_at: Date }
  >`
    select d.connection_id, d.vendor, ${statusOf} as status, count(*) as count, max(d.received_at) as last_at
    from webhook_deliveries d left join agent_tasks t on t.id = d.task_id
    where ${matching({ since })} group by 1, 2, 3 order by 1, 2, 3`.execute(tx);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    vendor: row.vendor,
    status: row.status,
    count: row.count,
    lastAt: row.last_at,
  }));
};

/** When the newest event of a connection happened; undefined where none came. */
export const lastDeliveryAt = async (tx: Db, connectionId: string): Promise<Date | undefined> => {
  const { rows } = await sql<{ at: Date | null }>`
    select coalesce(occurred_at, received_at) as at from webhook_deliveries
    where connection_id = ${connectionId} order by id desc limit 1`.execute(tx);
  return rows[0]?.at ?? undefined;
};
