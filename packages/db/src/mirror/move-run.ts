import { sql } from 'kysely';
import { ConflictError, type Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { isStream } from './stream-address.ts';
import type { SyncRun } from './sync-run.ts';

/** Where a run goes on. */
export interface Checkpoint {
  readonly phase: string;
  readonly position: Json;
  /** Pages that are written at once; one where absent. */
  readonly pages?: number | undefined;
  /** Objects read by them. */
  readonly rows: number;
}

/** A run after a page. */
export interface MovedRun {
  readonly pages: number;
  readonly rows: number;
  /** True where some of the stream's objects could not be read or stored before. */
  readonly hasQuarantine: boolean;
}

/**
 * Moves a run on by what was read, in the transaction of what that held. Rejects with `ConflictError` where
 * somebody else has moved it meanwhile: a worker that was thought to be dead must not write after its heir.
 */
export const moveRun = async (tx: Db, run: SyncRun, pages: number, at: Checkpoint): Promise<MovedRun> => {
  const { tenantId, connectionId, system, stream } = run.address;
  const { rows } = await sql<{ pages: number; rows: number; has_quarantine: boolean }>`
    update sync_streams set phase = ${at.phase}, position = ${toJsonb(at.position)}::jsonb, pages = pages + ${at.pages ?? 1}::integer,
      rows = rows + ${at.rows}::bigint, checkpoint_at = now(), error = null
    where ${isStream(run.address)} and run_id = ${run.id}::uuid and pages = ${pages}::integer
    returning pages, rows, exists (
      select from sync_quarantine q where q.tenant_id = ${tenantId}::uuid and q.connection_id = ${connectionId}::uuid
        and q.system = ${system} and q.stream = ${stream}) as has_quarantine`.execute(tx);
  const [moved] = rows;
  if (moved === undefined) {
    throw new ConflictError('Another worker has gone on with this stream.', { retry: { afterMs: 1_000 } });
  }
  return { pages: moved.pages, rows: moved.rows, hasQuarantine: moved.has_quarantine };
};

/** Remembers how a page is to be asked for the next time, without having read it. */
export const notePosition = async (tx: Db, run: SyncRun, pages: number, position: Json): Promise<void> => {
  await sql`
    update sync_streams set position = ${toJsonb(position)}::jsonb
    where ${isStream(run.address)} and run_id = ${run.id}::uuid and pages = ${pages}::integer`.execute(tx);
};

/** Remembers what keeps a stream from going on; its next page forgets it. */
export const noteError = async (tx: Db, run: SyncRun, error: Json): Promise<void> => {
  await sql`
    update sync_streams set error = ${toJsonb(error)}::jsonb
    where ${isStream(run.address)} and run_id = ${run.id}::uuid`.execute(tx);
};

/** Remembers how many objects there are, as far as the vendor tells. */
export const noteTotal = async (tx: Db, run: SyncRun, total: number): Promise<void> => {
  await sql`
    update sync_streams set estimated_total = ${total}::bigint
    where ${isStream(run.address)} and run_id = ${run.id}::uuid`.execute(tx);
};
