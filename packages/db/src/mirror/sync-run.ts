import type { Json } from '@sherpa/core';
import type { SyncStreamsTable } from '../schema/mirror.ts';
import type { Selectable } from 'kysely';
import type { StreamAddress } from './stream-address.ts';

export type SyncMode = 'full' | 'incremental' | 'audit';

/** A run of a stream under way: the holder of its number of pages may move it on. */
export interface SyncRun {
  readonly address: StreamAddress;
  readonly objectType: string;
  readonly id: string;
  /** The task that asked for it. */
  readonly startedBy: string | null;
  readonly mode: string;
  readonly phase: string;
  /** As it was written, maybe by an older version of the code. */
  readonly position: Json;
  /** What is older is in the mirror already; null in a run that reads everything. */
  readonly since: Date | null;
  /** By the database's clock, as everything here. */
  readonly startedAt: Date;
  readonly pages: number;
  readonly rows: number;
  readonly changed: number;
  readonly estimatedTotal: number | null;
  /** True where what its listing lacks may be gone: there was something before. */
  readonly provesAbsence: boolean;
  readonly fingerprint: string | null;
}

/** A stream as it stands between runs and in them. */
export interface StreamState {
  readonly run: SyncRun | undefined;
  /** What payloads are made of since the last full run. */
  readonly fingerprint: string | null;
  readonly freshAt: Date | null;
  readonly lastFullRows: number | null;
  readonly lastArchivedAt: Date | null;
  readonly lastArchivedRows: number | null;
}

const EPOCH = new Date(0);

const toRun = (address: StreamAddress, row: Selectable<SyncStreamsTable>): SyncRun | undefined =>
  row.run_id === null
    ? undefined
    : {
        address,
        objectType: row.object_type,
        id: row.run_id,
        startedBy: row.started_by,
        mode: row.mode,
        phase: row.phase,
        position: row.position,
        since: row.since,
        startedAt: row.started_at ?? EPOCH,
        pages: row.pages,
        rows: row.rows,
        changed: row.changed,
        estimatedTotal: row.estimated_total,
        provesAbsence: row.proves_absence,
        fingerprint: row.run_fingerprint,
      };

/** A row as a state. */
export const toStreamState = (address: StreamAddress, row: Selectable<SyncStreamsTable>): StreamState => ({
  run: toRun(address, row),
  fingerprint: row.fingerprint,
  freshAt: row.fresh_at,
  lastFullRows: row.last_full_rows,
  lastArchivedAt: row.last_archived_at,
  lastArchivedRows: row.last_archived_rows,
});
