import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Pages of one source by their ids over there. */
interface NamedPages {
  readonly source: string;
  readonly externalIds: readonly string[];
}

/** Why a page is gone. */
type DeleteReason = 'deleted' | 'unreachable' | 'erased';

export interface DeletedPages {
  /** Ids of pages that were there and are gone now. */
  readonly pageIds: readonly string[];
}

/** What keeps a page's name and version, so that an old copy of it does not come back, and nothing that it said. */
const tombstone = (reason: DeleteReason) => sql`
  title = '', url = null, path = '{}', category = null, tags = '{}', content = '', labels = '{}', content_hash = '',
  unreachable_since = null, deleted_at = now(), delete_reason = ${reason}, updated_at = now()`;

/** Ends pages that are there, and their passages with them. */
export const bury = async (
  tx: Db,
  reason: DeleteReason,
  where: RawBuilder<boolean>,
): Promise<DeletedPages> => {
  const { rows } = await sql<{ id: string }>`
    with gone as (
      update knowledge_base set ${tombstone(reason)} where deleted_at is null and ${where} returning id
    ), passages as (
      delete from knowledge_chunks where page_id in (select id from gone)
    )
    select id from gone`.execute(tx);
  return { pageIds: rows.map(({ id }) => id) };
};

/** Deletes pages that the source has deleted. They come back when they are saved again. */
export const deleteKnowledgePages = (tx: Db, { source, externalIds }: NamedPages): Promise<DeletedPages> =>
  bury(tx, 'deleted', sql<boolean>`source = ${source} and external_id = any(${externalIds}::text[])`);

/**
 * Notes that the source knows no such pages: deleted, or no longer shared with us, which it does not tell
 * apart. They are still found, and say so; how long they are out of reach counts from the first time.
 * Saving a page ends it.
 */
export const markUnreachable = async (
  tx: Db,
  { source, externalIds }: NamedPages,
): Promise<{ readonly marked: number }> => {
  const { rows } = await sql`
    update knowledge_base set unreachable_since = now(), updated_at = now()
    where source = ${source} and external_id = any(${externalIds}::text[])
      and deleted_at is null and unreachable_since is null returning 1`.execute(tx);
  return { marked: rows.length };
};

/** Deletes the pages that have been out of reach for longer than the time of grace. */
export const deleteUnreachable = (tx: Db, graceMs: number): Promise<DeletedPages> =>
  bury(tx, 'unreachable', sql<boolean>`unreachable_since <= now() - ${graceMs} * interval '1 millisecond'`);
