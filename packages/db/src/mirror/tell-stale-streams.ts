import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** A stream of which the mirror is older than it may be. */
export interface StaleStream {
  readonly tenantId: string;
  readonly agent: string;
  readonly system: string;
  readonly stream: string;
  readonly ageMs: number;
}

interface Row {
  tenant_id: string;
  agent: string;
  connection_id: string;
  system: string;
  stream: string;
  age_ms: number;
  fresh_within_ms: number;
}

/**
 * Tells `sync.stale` once of every stream, of all tenants, that has not been read whole for longer than its
 * limit; it is told again when it has recovered and grows stale anew. A first run that goes on is not stale,
 * and what somebody has disabled is no alarm.
 */
export const tellStaleStreams = async (engine: Db): Promise<StaleStream[]> =>
  engine.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      update sync_streams set stale_told_at = now()
      where lane = 'sync' and stale_told_at is null and not exists (
          select from connections c where c.id = connection_id and c.status = 'disabled')
        and coalesce(fresh_at, checkpoint_at, created_at) < now() - fresh_within_ms * interval '1 millisecond'
      returning tenant_id, agent, connection_id, system, stream, fresh_within_ms,
        (extract(epoch from now() - coalesce(fresh_at, checkpoint_at, created_at)) * 1000)::bigint as age_ms`.execute(
      tx,
    );
    if (rows.length === 0) return [];
    const input = JSON.stringify(
      rows.map(({ tenant_id, agent, ...row }) => ({
        id: newId(),
        tenant_id,
        agent,
        data: {
          system: row.system,
          stream: row.stream,
          connectionId: row.connection_id,
          ageMs: row.age_ms,
          freshWithinMs: row.fresh_within_ms,
        },
      })),
    );
    await sql`
      insert into agent_events (id, tenant_id, agent, type, data)
      select id, tenant_id, agent, 'sync.stale', data
      from jsonb_to_recordset(${input}::jsonb) as x(id uuid, tenant_id uuid, agent text, data jsonb)`.execute(
      tx,
    );
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      agent: row.agent,
      system: row.system,
      stream: row.stream,
      ageMs: row.age_ms,
    }));
  });
