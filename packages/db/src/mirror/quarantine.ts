import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { RecordPlace } from './record.ts';
import type { SyncRun } from './sync-run.ts';

/** An object, or a place in a listing, that is left out because it cannot be read or stored. */
export interface PoisonObject {
  readonly externalId: string;
  /** The code of the error. */
  readonly why: string;
  /** What may be told of it: never what the object says. */
  readonly details: Json;
}

/** One that is kept in mind. */
export interface QuarantinedObject extends PoisonObject {
  readonly connectionId: string;
  /** The name of that connection; null where it is gone. */
  readonly connection: string | null;
  readonly system: string;
  readonly stream: string;
  readonly objectType: string;
  readonly attempts: number;
  /** As the mirror last had it; null where it never had, or the vendor gives none. */
  readonly title: string | null;
  readonly url: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** Keeps objects in mind that a run could not take; one that is known already counts once more. */
export const quarantine = async (
  tx: Db,
  run: Pick<SyncRun, 'address' | 'objectType'>,
  objects: readonly PoisonObject[],
): Promise<void> => {
  if (objects.length === 0) return;
  const { tenantId, connectionId, system, stream } = run.address;
  const input = toJsonb(
    objects.map(({ externalId, why, details }) => ({ i: externalId, w: why, d: details })),
  );
  await sql`
    insert into sync_quarantine as q (tenant_id, connection_id, system, stream, object_type, external_id, why, details)
    select ${tenantId}::uuid, ${connectionId}::uuid, ${system}, ${stream}, ${run.objectType}, i, w, d
    from jsonb_to_recordset(${input}::jsonb) as x(i text, w text, d jsonb) order by i
    on conflict (tenant_id, connection_id, system, object_type, external_id) do update set
      why = excluded.why, details = excluded.details, attempts = q.attempts + 1, last_seen_at = now()`.execute(
    tx,
  );
};

/** Forgets objects that could be taken after all. */
export const forgetQuarantine = async (
  tx: Db,
  { tenantId, connectionId, system, objectType }: RecordPlace,
  externalIds: readonly string[],
): Promise<void> => {
  await sql`
    delete from sync_quarantine where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid
      and system = ${system} and object_type = ${objectType} and external_id = any(${externalIds}::text[])`.execute(
    tx,
  );
};

/** What is left out at this moment, the latest first. */
export const listQuarantine = async (tx: Db, limit: number): Promise<QuarantinedObject[]> => {
  const title = sql<string | null>`coalesce(r.payload ->> 'title', r.payload ->> 'name',
    r.payload #>> '{properties,name}', r.payload #>> '{properties,dealname}', r.payload #>> '{properties,subject}')`;
  const rows = await tx
    .selectFrom('sync_quarantine as q')
    .leftJoin('source_records as r', (join) =>
      join
        .onRef('r.tenant_id', '=', 'q.tenant_id')
        .onRef('r.connection_id', '=', 'q.connection_id')
        .onRef('r.system', '=', 'q.system')
        .onRef('r.object_type', '=', 'q.object_type')
        .onRef('r.external_id', '=', 'q.external_id'),
    )
    .leftJoin('connections as c', (join) =>
      join.onRef('c.tenant_id', '=', 'q.tenant_id').onRef('c.id', '=', 'q.connection_id'),
    )
    .selectAll('q')
    .select('c.name as connection')
    .select([title.as('title'), sql<string | null>`r.payload ->> 'url'`.as('url')])
    .orderBy('q.last_seen_at', 'desc')
    .orderBy('q.external_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connection: row.connection,
    system: row.system,
    stream: row.stream,
    objectType: row.object_type,
    externalId: row.external_id,
    why: row.why,
    details: row.details,
    attempts: row.attempts,
    title: row.title,
    url: row.url,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  }));
};
