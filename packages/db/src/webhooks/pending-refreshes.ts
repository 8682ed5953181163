import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import type { DeliveredObject } from './delivery.ts';

/** An object of one connection. */
export interface ConnectedObject extends DeliveredObject {
  readonly connectionId: string;
}

/** An object that a task has yet to begin to ask for. */
export interface PendingRefresh extends ConnectedObject {
  readonly taskId: string;
}

/**
 * Of these objects, those for which an event of the last hour has a task that has not begun: it will see what
 * has happened since, too. The tasks are kept from beginning until this transaction ends.
 */
export const findPendingRefreshes = async (
  tx: Db,
  objects: readonly ConnectedObject[],
): Promise<PendingRefresh[]> => {
  if (objects.length === 0) return [];
  const input = toJsonb(
    objects.map(({ connectionId, type, id }) => ({ connection_id: connectionId, type, id })),
  );
  const { rows } = await sql<{ connection_id: string; type: string; id: string; task_id: string }>`${prepared}
    select i.connection_id, i.type, i.id, t.id as task_id
    from jsonb_to_recordset(${input}::jsonb) as i(connection_id uuid, type text, id text)
    cross join lateral (
      select d.task_id from webhook_deliveries d
      where d.connection_id = i.connection_id and d.object_type = i.type and d.object_id = i.id
        and d.id > lowest_id_of(now() - interval '1 hour') and d.task_id is not null
      order by d.id desc limit 1) latest
    join agent_tasks t on t.id = latest.task_id and t.status = 'pending'
    order by t.id for share of t`.execute(tx);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    type: row.type,
    id: row.id,
    taskId: row.task_id,
  }));
};
