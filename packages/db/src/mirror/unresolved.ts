import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import type { SourceSystem } from '../customers/customer-source.ts';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';

/** One object as the mirror holds it. */
export interface MirroredRecord {
  readonly connectionId: string;
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
  readonly payload: Json;
  readonly contentHash: string;
  readonly version: number;
  readonly observedAt: Date;
  readonly isDeleted: boolean;
  readonly mergedInto: string | null;
  /** The task that wrote this state, which may be gone by now; null where none did. */
  readonly writtenBy: string | null;
  /** True where an older account of the tenant has an object of this id: to customers it would be the same one. */
  readonly isTaken: boolean;
}

/** Few streams and one look-up by key for each of them; none where there is one account. */
const isTaken = sql<boolean>`exists (
  select from sync_streams s where s.tenant_id = source_records.tenant_id and s.system = source_records.system
    and s.object_type = source_records.object_type and s.lane = 'sync'
    and s.connection_id < source_records.connection_id and exists (
      select from source_records o where o.tenant_id = s.tenant_id and o.connection_id = s.connection_id
        and o.system = s.system and o.object_type = s.object_type
        and o.external_id = source_records.external_id and o.delete_reason is null))`;

/** The last record of the page before. */
export type RecordCursor = Pick<MirroredRecord, 'objectType' | 'externalId'>;

/** Which state of which object. */
export type RecordState = Pick<
  MirroredRecord,
  'connectionId' | 'objectType' | 'externalId' | 'contentHash' | 'isDeleted'
>;

/** States of objects that the customers do not know of yet, in order of type and id. */
export const takeUnresolved = async (
  tx: Db,
  {
    tenantId,
    system,
    after,
    limit,
  }: {
    readonly tenantId: string;
    readonly system: SourceSystem;
    readonly after?: RecordCursor | undefined;
    readonly limit: number;
  },
): Promise<MirroredRecord[]> => {
  const rows = await tx
    .selectFrom('source_records')
    .select([
      'connection_id',
      'object_type',
      'external_id',
      'payload',
      'content_hash',
      'source_version',
      'observed_at',
      'delete_reason',
      'merged_into',
      'written_by',
      isTaken.as('is_taken'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('system', '=', system)
    .where(sql<boolean>`unresolved`)
    .$if(after !== undefined, (rest) =>
      rest.where(
        sql<boolean>`(object_type, external_id) > (${after?.objectType ?? ''}, ${after?.externalId ?? ''})`,
      ),
    )
    .orderBy('object_type')
    .orderBy('external_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    system,
    connectionId: row.connection_id,
    objectType: row.object_type,
    externalId: row.external_id,
    payload: row.payload,
    contentHash: row.content_hash,
    version: row.source_version,
    observedAt: row.observed_at,
    isDeleted: row.delete_reason !== null,
    mergedInto: row.merged_into,
    writtenBy: row.written_by,
    isTaken: row.is_taken,
  }));
};

/**
 * Marks states as known to the customers; one that has changed meanwhile stays as it is. With a reason the
 * record is set aside: no customer can be made of it.
 */
export const markResolved = async (
  tx: Db,
  {
    tenantId,
    system,
    records,
    quarantined = null,
  }: {
    readonly tenantId: string;
    readonly system: SourceSystem;
    readonly records: readonly RecordState[];
    readonly quarantined?: string | null;
  },
): Promise<void> => {
  if (records.length === 0) return;
  const input = toJsonb(
    records.map((one) => ({
      c: one.connectionId,
      o: one.objectType,
      i: one.externalId,
      h: one.contentHash,
      d: one.isDeleted,
    })),
  );
  // Locked in the order in which pages are written: two that share records wait for one another once.
  await sql`
    with wanted as (
      select * from jsonb_to_recordset(${input}::jsonb) as x(c uuid, o text, i text, h text, d boolean)
      order by o, i
    ), locked as (
      select r.place from wanted w, lateral (
        select ctid as place, object_type, external_id from source_records where tenant_id = ${tenantId}::uuid
          and system = ${system} and connection_id = w.c and object_type = w.o and external_id = w.i
          and content_hash = w.h and (delete_reason is not null) = w.d and unresolved
        for update
      ) r
    )
    update source_records r set unresolved = false, quarantined = ${quarantined}
    where r.ctid = any (array (select place from locked))`.execute(tx);
};
