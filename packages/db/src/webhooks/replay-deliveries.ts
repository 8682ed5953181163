import { sql } from 'kysely';
import type { Vendor } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { matching, type DeliveryFilter } from './browse-deliveries.ts';
import type { DeliveredObject } from './delivery.ts';

/** An event that may be acted on again. */
export interface ReplayableDelivery {
  readonly id: string;
  readonly connectionId: string;
  readonly vendor: Vendor;
  readonly objects: readonly DeliveredObject[];
}

/** Events with an object, oldest first; after the one of the cursor. What was purged is left out. */
export const findReplayable = async (
  tx: Db,
  filter: DeliveryFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<ReplayableDelivery[]> => {
  const { limit, cursor = null, ...wanted } = filter;
  const { rows } = await sql<{
    id: string;
    connection_id: string;
    vendor: Vendor;
    objects: DeliveredObject[];
  }>`
    select d.id, d.connection_id, d.vendor,
      jsonb_build_array(jsonb_build_object('type', d.object_type, 'id', d.object_id)) || d.other_objects as objects
    from webhook_deliveries d left join agent_tasks t on t.id = d.task_id
    where ${matching(wanted)} and d.object_id is not null and d.reason is distinct from 'privacy'
      and (${cursor}::uuid is null or d.id > ${cursor}::uuid)
    order by d.id limit ${limit}`.execute(tx);
  return rows.map(({ connection_id: connectionId, ...row }) => ({ ...row, connectionId }));
};

/** Notes which task sees to each event from now on. */
export const assignDeliveries = async (
  tx: Db,
  assigned: readonly { readonly id: string; readonly taskId: string }[],
): Promise<void> => {
  const input = toJsonb(assigned.map(({ id, taskId }) => ({ id, task_id: taskId })));
  await sql`
    update webhook_deliveries d set task_id = x.task_id, status = 'received', reason = null
    from jsonb_to_recordset(${input}::jsonb) as x(id uuid, task_id uuid) where d.id = x.id`.execute(tx);
};
