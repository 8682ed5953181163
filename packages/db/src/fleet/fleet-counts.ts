import { sql } from 'kysely';
import { DatabaseError, type TaskStatus } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { MessageStatus } from '../schema/ledger.ts';

/** How much of everything a tenant has. Counts all history: for a status page, not for a loop. */
export interface FleetCounts {
  readonly tasks: Readonly<Record<TaskStatus, number>>;
  readonly messages: Readonly<Record<MessageStatus, number>>;
  readonly customers: number;
  readonly events: number;
  /** Schedules whose time has come but which have not fired yet. */
  readonly schedulesDue: number;
}

/** What is still to be done, from indexes of live rows only. */
export interface LiveCounts {
  readonly tasks: Readonly<Record<'pending' | 'in_progress' | 'waiting', number>>;
  readonly messages: Readonly<Record<'pending', number>>;
  readonly schedulesDue: number;
}

const onlyRow = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined) throw new DatabaseError('A count came back empty.');
  return row;
};

/** The counts of the transaction's tenant. */
export const fleetCounts = async (tx: Db): Promise<FleetCounts> => {
  const counts = await sql<FleetCounts>`
    select
      (select json_build_object('pending', 0, 'in_progress', 0, 'waiting', 0, 'completed', 0, 'failed', 0,
          'cancelled', 0)::jsonb || coalesce(jsonb_object_agg(status, n), '{}')
        from (select status, count(*) as n from agent_tasks group by status) t) as tasks,
      (select json_build_object('pending', 0, 'processed', 0, 'failed', 0, 'cancelled', 0)::jsonb
          || coalesce(jsonb_object_agg(status, n), '{}')
        from (select status, count(*) as n from agent_messages group by status) m) as messages,
      (select count(*) from customer_cache where deleted_at is null) as customers,
      (select count(*) from agent_events) as events,
      (select count(*) from agent_schedules where next_run_at <= now()) as "schedulesDue"`.execute(tx);
  return onlyRow(counts.rows);
};

/** What of it is still to be done. */
export const liveCounts = async (tx: Db): Promise<LiveCounts> => {
  const counts = await sql<LiveCounts>`
    select
      (select json_build_object('pending', count(*) filter (where status = 'pending'), 'in_progress',
          count(*) filter (where status = 'in_progress'), 'waiting', count(*) filter (where status = 'waiting'))
        from agent_tasks where tenant_id = current_tenant() and status in ('pending', 'in_progress', 'waiting')) as tasks,
      (select json_build_object('pending', count(*)) from agent_messages
        where tenant_id = current_tenant() and status = 'pending') as messages,
      (select count(*) from agent_schedules where next_run_at <= now()) as "schedulesDue"`.execute(tx);
  return onlyRow(counts.rows);
};
