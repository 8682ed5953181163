import { sql } from 'kysely';
import { DatabaseError, newId } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import { readNow } from '../schedules/read-now.ts';
import type { Db } from '../schema/index.ts';
import { isStream, type StreamAddress } from './stream-address.ts';
import { toStreamState, type StreamState, type SyncMode, type SyncRun } from './sync-run.ts';

/** What is known of a stream from its declaration. */
export interface StreamFacts {
  readonly address: StreamAddress;
  readonly agent: string;
  readonly objectType: string;
  /** Changes with what its payloads are made of. */
  readonly fingerprint: string;
  readonly freshWithinMs: number;
}

/** The run to begin. */
export interface NewRun {
  readonly mode: SyncMode;
  readonly phase: string;
  readonly since: Date | null;
  readonly estimatedTotal: number | null;
}

/** `resume` the run under way, begin another one, or `leave` it. */
export type RunPlan = 'resume' | 'leave' | NewRun;

export interface OpenedRun {
  readonly run: SyncRun;
  /** By the database's clock. */
  readonly now: Date;
}

const lockStream = async (
  tx: Db,
  { address, agent, objectType, freshWithinMs }: StreamFacts,
): Promise<StreamState> => {
  const { tenantId, connectionId, system, stream, lane } = address;
  await sql`
    insert into sync_streams (tenant_id, connection_id, system, stream, lane, agent, object_type, fresh_within_ms)
    values (${tenantId}::uuid, ${connectionId}::uuid, ${system}, ${stream}, ${lane}, ${agent}, ${objectType},
      ${freshWithinMs})
    on conflict (tenant_id, connection_id, system, stream, lane) do update
      set agent = excluded.agent, object_type = excluded.object_type, fresh_within_ms = excluded.fresh_within_ms`.execute(
    tx,
  );
  const row = await tx
    .selectFrom('sync_streams')
    .selectAll()
    .where(isStream(address))
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new DatabaseError('A stream that was just written is not there.');
  return toStreamState(address, row);
};

const beginRun = async (
  tx: Db,
  { address, objectType, fingerprint }: StreamFacts,
  { mode, phase, since, estimatedTotal }: NewRun,
  startedBy: string,
): Promise<void> => {
  await sql`
    delete from sync_pages where run_id = (select run_id from sync_streams where ${isStream(address)})`.execute(
    tx,
  );
  await sql`
    update sync_streams set mode = ${mode}, phase = ${phase}, run_id = ${newId()}::uuid, started_by = ${startedBy}::uuid,
      position = ${toJsonb({})}::jsonb, since = ${since}::timestamptz, started_at = now(), checkpoint_at = now(),
      pages = 0, rows = 0, changed = 0, estimated_total = ${estimatedTotal}::bigint, run_fingerprint = ${fingerprint},
      proves_absence = ${mode !== 'incremental'}::boolean and exists (
        select from source_records where tenant_id = ${address.tenantId}::uuid
          and connection_id = ${address.connectionId}::uuid and system = ${address.system}
          and object_type = ${objectType} and delete_reason is null)
    where ${isStream(address)}`.execute(tx);
};

/**
 * Finds where a stream stands and goes on there or begins anew, as `plan` says; undefined where it is to be
 * left alone. A run begins at the database's time: what changes later is the next one's.
 */
export const openRun = async (
  tx: Db,
  facts: StreamFacts,
  startedBy: string,
  plan: (state: StreamState, now: Date) => RunPlan,
): Promise<OpenedRun | undefined> => {
  const [state, now] = [await lockStream(tx, facts), await readNow(tx)];
  const planned = plan(state, now);
  if (planned === 'leave') return undefined;
  if (planned === 'resume') return state.run === undefined ? undefined : { run: state.run, now };
  await beginRun(tx, facts, planned, startedBy);
  const begun = await lockStream(tx, facts);
  return begun.run === undefined ? undefined : { run: begun.run, now };
};
