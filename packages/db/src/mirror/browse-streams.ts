import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { SyncLane } from './stream-address.ts';

/** A stream as people see it. Moments and lengths of time are by the database's clock. */
export interface StreamReport {
  readonly connectionId: string;
  /** The name of that connection; null where it is gone. */
  readonly connection: string | null;
  readonly system: string;
  readonly stream: string;
  readonly lane: SyncLane;
  readonly agent: string;
  readonly objectType: string;
  /** Null between runs. */
  readonly run: {
    readonly mode: string;
    readonly phase: string;
    readonly startedAt: Date;
    readonly rows: number;
    readonly pages: number;
    readonly estimatedTotal: number | null;
    /** Since the run began, its rests included. */
    readonly rowsPerSecond: number;
    /** Null where nobody knows how much there is. */
    readonly secondsLeft: number | null;
  } | null;
  /** What the mirror is as new as. */
  readonly freshAt: Date | null;
  readonly ageMs: number | null;
  readonly freshWithinMs: number;
  readonly isStale: boolean;
  readonly lastCompleteAt: Date | null;
  readonly lastFullAt: Date | null;
  /** Objects that are there now. */
  readonly quarantined: number;
  readonly error: Json;
}

interface Row {
  connection_id: string;
  connection: string | null;
  system: string;
  stream: string;
  lane: SyncLane;
  agent: string;
  object_type: string;
  mode: string;
  phase: string;
  run_id: string | null;
  started_at: Date;
  rows: number;
  pages: number;
  estimated_total: number | null;
  run_ms: number | null;
  fresh_at: Date | null;
  age_ms: number | null;
  fresh_within_ms: number;
  is_stale: boolean;
  last_complete_at: Date | null;
  last_full_at: Date | null;
  quarantined: number;
  error: Json;
}

const runOf = (row: Row): StreamReport['run'] => {
  if (row.run_id === null) return null;
  const rowsPerSecond = row.run_ms === null || row.run_ms <= 0 ? 0 : (row.rows * 1_000) / row.run_ms;
  const left = row.estimated_total === null ? null : Math.max(0, row.estimated_total - row.rows);
  return {
    mode: row.mode,
    phase: row.phase,
    startedAt: row.started_at,
    rows: row.rows,
    pages: row.pages,
    estimatedTotal: row.estimated_total,
    rowsPerSecond: Math.round(rowsPerSecond * 10) / 10,
    secondsLeft: left === null || rowsPerSecond === 0 ? null : Math.ceil(left / rowsPerSecond),
  };
};

/** Every stream of this tenant, by vendor and name. */
export const listStreams = async (tx: Db): Promise<StreamReport[]> => {
  const { rows } = await sql<Row>`
    select s.connection_id, c.name as connection, s.system, s.stream, s.lane, s.agent, s.object_type, s.mode, s.phase, s.run_id,
      s.started_at, s.rows, s.pages, s.estimated_total,
      extract(epoch from s.checkpoint_at - s.started_at)::float8 * 1000 as run_ms,
      s.fresh_at, (extract(epoch from now() - s.fresh_at) * 1000)::bigint as age_ms, s.fresh_within_ms,
      s.lane = 'sync' and coalesce(s.fresh_at, s.checkpoint_at, s.created_at)
        < now() - s.fresh_within_ms * interval '1 millisecond' as is_stale,
      s.last_complete_at, s.last_full_at, s.error,
      (select count(*) from sync_quarantine q where q.tenant_id = s.tenant_id
        and q.connection_id = s.connection_id and q.system = s.system and q.stream = s.stream) as quarantined
    from sync_streams s left join connections c on c.tenant_id = s.tenant_id and c.id = s.connection_id
    order by s.system, s.stream, s.connection_id, s.lane desc`.execute(tx);
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connection: row.connection,
    system: row.system,
    stream: row.stream,
    lane: row.lane,
    agent: row.agent,
    objectType: row.object_type,
    run: runOf(row),
    freshAt: row.fresh_at,
    ageMs: row.age_ms,
    freshWithinMs: row.fresh_within_ms,
    isStale: row.is_stale,
    lastCompleteAt: row.last_complete_at,
    lastFullAt: row.last_full_at,
    quarantined: row.quarantined,
    error: row.error,
  }));
};
