import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { takeKeys } from './take-keys.ts';

/** A connection whose events are written at another version than ours. */
export interface VersionDrift {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly agent: string;
  readonly version: string;
  readonly expected: string;
}

/** Tells of each by an event, `webhooks.version-drift`, once as long as its key is kept. */
export const tellVersionDrift = async (tx: Db, drifts: readonly VersionDrift[]): Promise<void> => {
  if (drifts.length === 0) return;
  const told = drifts.map((drift) => ({ ...drift, id: newId(), key: `version ${drift.version}` }));
  const taken = await takeKeys(tx, told);
  const rows = told
    .filter(({ id }) => taken.has(id))
    .map(({ id, tenantId, agent, connectionId, version, expected }) => ({
      id,
      tenant_id: tenantId,
      agent,
      data: { connectionId, version, expected },
    }));
  if (rows.length === 0) return;
  await sql`
    insert into agent_events (id, tenant_id, agent, type, data)
    select id, tenant_id, agent, 'webhooks.version-drift', data
    from jsonb_to_recordset(${toJsonb(rows)}::jsonb) as x(id uuid, tenant_id uuid, agent text, data jsonb)`.execute(
    tx,
  );
};
