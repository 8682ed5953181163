import { sql } from 'kysely';
import { ConflictError } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { isStream } from './stream-address.ts';
import type { SyncRun } from './sync-run.ts';

/** What else a run has come to know. */
export interface RunEnd {
  /** Objects in the listing of what is archived, where it was read. */
  readonly archivedRows: number | undefined;
}

/**
 * Ends a run that has read all there is: the mirror is as new as its beginning. Rejects with `ConflictError`
 * where somebody else has moved it meanwhile.
 */
export const finishRun = async (
  tx: Db,
  run: SyncRun,
  pages: number,
  { archivedRows }: RunEnd,
): Promise<void> => {
  const archived = archivedRows ?? null;
  const { rows } = await sql`
    update sync_streams set phase = 'idle', run_id = null, position = null, fresh_at = started_at,
      last_complete_at = now(), checkpoint_at = now(), stale_told_at = null, error = null,
      last_archived_at = case when ${archived}::bigint is null then last_archived_at else started_at end,
      last_archived_rows = coalesce(${archived}::bigint, last_archived_rows),
      last_full_at = case when mode = 'incremental' then last_full_at else now() end,
      last_full_rows = case when mode = 'incremental' then last_full_rows else rows end,
      fingerprint = case when mode = 'incremental' then fingerprint else run_fingerprint end
    where ${isStream(run.address)} and run_id = ${run.id}::uuid and pages = ${pages}::integer returning 1`.execute(
    tx,
  );
  if (rows.length === 0) {
    throw new ConflictError('Another worker has gone on with this stream.', { retry: { afterMs: 1_000 } });
  }
  await sql`delete from sync_pages where run_id = ${run.id}::uuid`.execute(tx);
};
