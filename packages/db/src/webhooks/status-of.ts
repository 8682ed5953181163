import { sql, type RawBuilder } from 'kysely';
import type { DeliveryStatus } from './delivery.ts';

/**
 * What became of an event, of `webhook_deliveries d left join agent_tasks t`: nobody writes it down, its task
 * knows. A task that is gone with the history of its month has ended.
 */
export const statusOf: RawBuilder<DeliveryStatus> = sql<DeliveryStatus>`case
  when d.status <> 'received' then d.status
  when t.status = 'completed' or (d.task_id is not null and t.id is null) then 'processed'
  when t.status in ('failed', 'cancelled') then 'failed'
  else 'received' end`;
