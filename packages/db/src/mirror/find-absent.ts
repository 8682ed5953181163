import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { SyncRun } from './sync-run.ts';

/** What a listing did not have, of what there was before it began. */
export interface AbsentObjects {
  readonly known: number;
  readonly absent: number;
}

const ASKED_AT_ONCE = 100;

/**
 * Compares what a run has listed with what was there when it began, and keeps what it lacks in pages: it is
 * asked for one by one before it is believed to be gone. What was seen in another way meanwhile is not in it.
 */
export const findAbsent = async (tx: Db, run: SyncRun): Promise<AbsentObjects> => {
  const { tenantId, connectionId, system } = run.address;
  // Both sides may be a million; a table that has just grown has no statistics to say so.
  await sql`set local enable_nestloop = off`.execute(tx);
  const { rows } = await sql<AbsentObjects>`
    with known as materialized (
      select external_id from source_records where tenant_id = ${tenantId}::uuid
        and connection_id = ${connectionId}::uuid and system = ${system} and object_type = ${run.objectType}
        and delete_reason is null and observed_at < ${run.startedAt}::timestamptz
    ), absent as materialized (
      select external_id, (row_number() over (order by external_id) - 1) / ${ASKED_AT_ONCE}::integer as page from known
      where not exists (select from (
        select unnest(ids) as id from sync_pages where run_id = ${run.id}::uuid and kind = 'seen'
      ) seen where seen.id = known.external_id)
    ), kept as (
      insert into sync_pages (tenant_id, run_id, kind, page, ids)
      select ${tenantId}::uuid, ${run.id}::uuid, 'absent', page, array_agg(external_id)
      from absent group by page
    )
    select (select count(*) from known) as known, (select count(*) from absent) as absent`.execute(tx);
  await sql`set local enable_nestloop = on`.execute(tx);
  return rows[0] ?? { known: 0, absent: 0 };
};

/** A page of what a listing lacked, from 0; undefined after the last one. */
export const readAbsent = async (
  tx: Db,
  run: SyncRun,
  page: number,
): Promise<readonly string[] | undefined> => {
  const row = await tx
    .selectFrom('sync_pages')
    .select('ids')
    .where('run_id', '=', run.id)
    .where('kind', '=', 'absent')
    .where('page', '=', page)
    .executeTakeFirst();
  return row?.ids;
};
