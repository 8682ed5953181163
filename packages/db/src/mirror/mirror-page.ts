import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { buryObjects } from './bury-objects.ts';
import { forgetQuarantine } from './quarantine.ts';
import { moveRun, type Checkpoint, type MovedRun } from './move-run.ts';
import type { GoneObject, MirrorRow, RecordPlace } from './record.ts';
import type { SyncRun } from './sync-run.ts';
import { writeRows, type WriteTerms } from './write-rows.ts';

/** What a page of a stream held, or several that follow one another, and where the run goes on after it. */
export interface MirrorPage extends WriteTerms {
  readonly rows: readonly MirrorRow[];
  readonly gone: readonly GoneObject[];
  /** Of a listing that is to prove what is absent: the objects that it has, readable or not. */
  readonly seen?: readonly string[] | undefined;
  readonly checkpoint: Checkpoint;
}

export interface MirroredPage extends MovedRun {
  /** Objects that are new, that changed, or that are gone now. */
  readonly changed: number;
}

const noteSeen = (tx: Db, { id, address }: SyncRun, page: number, ids: readonly string[]): Promise<unknown> =>
  sql`
    insert into sync_pages (tenant_id, run_id, kind, page, ids)
    values (${address.tenantId}::uuid, ${id}::uuid, 'seen', ${page}::integer, ${ids}::text[])`.execute(tx);

/** The objects that a run reads. */
export const placeOf = ({ address, objectType }: SyncRun): RecordPlace => ({ ...address, objectType });

/** Writes a page and the run's checkpoint; both are there after a crash, or neither is. */
export const mirrorPage = async (
  tx: Db,
  run: SyncRun,
  pages: number,
  page: MirrorPage,
): Promise<MirroredPage> => {
  const moved = await moveRun(tx, run, pages, page.checkpoint);
  const place = placeOf(run);
  const written = await writeRows(tx, place, page.rows, page);
  const buried = await buryObjects(tx, place, page.gone, page);
  const { seen = [] } = page;
  if (seen.length > 0) await noteSeen(tx, run, moved.pages, seen);
  if (moved.hasQuarantine) {
    await forgetQuarantine(
      tx,
      place,
      page.rows.map(({ externalId }) => externalId),
    );
  }
  return { ...moved, changed: written.inserted + written.updated + buried };
};
