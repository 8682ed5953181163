import { sql } from 'kysely';
import { toStorable, toStorableJson } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { MirrorRow, RecordPlace } from './record.ts';
import { withoutForgotten } from './without-forgotten.ts';

/** How rows are to be taken. */
export interface WriteTerms {
  /** A moment before the vendor was asked; rows may say it themselves. */
  readonly observedAt: Date;
  /** The task that writes them; null for what no task writes. */
  readonly writtenBy: string | null;
  /** False for what may be older than it looks, such as a search: it does not bring back what is gone. */
  readonly revives: boolean;
  /** False for objects that no customer is made of. */
  readonly resolves: boolean;
}

export interface WrittenRows {
  readonly inserted: number;
  readonly updated: number;
}

/**
 * Columns of texts and numbers, each a parameter. The payloads are JSON already, one a line, and each of them
 * is read as JSON once, into the row that it is stored in.
 */
const toInput = (rows: readonly MirrorRow[], observedAt: Date) => ({
  ids: rows.map(({ externalId }) => toStorable(externalId)),
  hashes: rows.map(({ contentHash }) => toStorable(contentHash)),
  versions: rows.map(({ version }) => version),
  reasons: rows.map(({ deleteReason }) => deleteReason),
  moments: rows.map((row) => (row.observedAt ?? observedAt).toISOString()),
  payloads: toStorableJson(rows.map(({ payload }) => payload).join('\n')),
});

/** One entry per object, the newest: a vendor's page may show an object twice. */
const newestOfEach = (rows: readonly MirrorRow[]): readonly MirrorRow[] => {
  const newest = new Map<string, MirrorRow>();
  for (const row of rows) {
    const other = newest.get(row.externalId);
    if (other === undefined || other.version <= row.version) newest.set(row.externalId, row);
  }
  return newest.size === rows.length ? rows : [...newest.values()];
};

/**
 * Stores objects as far as they are newer than what is stored: by the vendor's version, then by when it was
 * asked. What has not changed is not touched. What is gone comes back only where it was seen after that; what
 * was merged away or purged never does. In order of the ids, as everybody else locks them. Each row is looked
 * up by itself: a table that grows within minutes has no statistics, and a join of it would be planned as small.
 */
export const writeRows = async (
  tx: Db,
  { tenantId, connectionId, system, objectType }: RecordPlace,
  asRead: readonly MirrorRow[],
  { observedAt, writtenBy, revives, resolves }: WriteTerms,
): Promise<WrittenRows> => {
  const given = await withoutForgotten(tx, { tenantId, system, objectType }, asRead);
  if (given.length === 0) return { inserted: 0, updated: 0 };
  const input = toInput(newestOfEach(given), observedAt);
  const { rows } = await sql<WrittenRows>`
    with page as (
      select * from unnest(${input.ids}::text[], ${input.hashes}::text[], ${input.versions}::bigint[],
        ${input.reasons}::text[], ${input.moments}::timestamptz[], string_to_array(${input.payloads}, E'\\n'))
        as x(external_id, content_hash, source_version, delete_reason, observed_at, payload)
    ), news as (
      select page.* from page left join lateral (
        select content_hash, delete_reason from source_records where tenant_id = ${tenantId}::uuid
          and connection_id = ${connectionId}::uuid and system = ${system} and object_type = ${objectType}
          and external_id = page.external_id limit 1
      ) r on true
      where r.content_hash is null
        or (r.content_hash, r.delete_reason) is distinct from (page.content_hash, page.delete_reason)
    ), written as (
      insert into source_records as r (tenant_id, connection_id, system, object_type, external_id, payload,
        content_hash, source_version, observed_at, deleted_at, delete_reason, unresolved, written_by)
      select ${tenantId}::uuid, ${connectionId}::uuid, ${system}, ${objectType}, external_id,
        payload::jsonb, content_hash, source_version, observed_at,
        case when delete_reason is not null then observed_at end, delete_reason, ${resolves}::boolean,
        ${writtenBy}::uuid
      from news order by external_id
      on conflict (tenant_id, connection_id, system, object_type, external_id) do update set
        payload = excluded.payload, content_hash = excluded.content_hash,
        source_version = excluded.source_version, observed_at = excluded.observed_at,
        deleted_at = excluded.deleted_at, delete_reason = excluded.delete_reason, merged_into = null,
        unresolved = excluded.unresolved, quarantined = null, written_by = excluded.written_by
      where (r.source_version, r.observed_at) <= (excluded.source_version, excluded.observed_at)
        and (r.delete_reason is null or (r.delete_reason not in ('privacy', 'merged')
          and r.observed_at <= excluded.observed_at
          and (${revives}::boolean or r.source_version < excluded.source_version)))
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new) as inserted, count(*) filter (where not is_new) as updated
    from written`.execute(tx);
  return rows[0] ?? { inserted: 0, updated: 0 };
};
