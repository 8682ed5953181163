import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';

/** Ticks of a schedule that should have fired and did not. */
export interface MissedTicksEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly data: Json;
}

/** Tells of them by an event each, `schedule.missed`. */
export const insertMissedTicks = async (tx: Db, events: readonly MissedTicksEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const input = toJsonb(events.map(({ tenantId, ...event }) => ({ ...event, tenant_id: tenantId })));
  await sql`
    insert into agent_events (id, tenant_id, agent, type, data)
    select id, tenant_id, agent, 'schedule.missed', data
    from jsonb_to_recordset(${input}::jsonb) as x(id uuid, tenant_id uuid, agent text, data jsonb)`.execute(
    tx,
  );
};
