import { sql } from 'kysely';
import { nodeOf } from '../customers/graph/node-of.ts';
import { findPseudonyms } from '../customers/privacy/suppressions.ts';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { GoneObject, RecordPlace } from './record.ts';
import type { WriteTerms } from './write-rows.ts';

/** Those of whom may be said that they are gone: that a forgotten one is, is known under a hash. */
const withoutForgotten = async (
  tx: Db,
  { tenantId, system, objectType }: RecordPlace,
  gone: readonly GoneObject[],
): Promise<readonly GoneObject[]> => {
  const toNode = (externalId: string): string => nodeOf({ system, objectType, externalId });
  const named = gone.flatMap(({ externalId, mergedInto }) => [externalId, mergedInto ?? []].flat());
  const pseudonyms = await findPseudonyms(tx, tenantId, named.map(toNode));
  if (pseudonyms.size === 0) return gone;
  return gone
    .filter(({ externalId }) => !pseudonyms.has(toNode(externalId)))
    .map((one) => ({ ...one, mergedInto: pseudonyms.get(toNode(one.mergedInto ?? '')) ?? one.mergedInto }));
};

/**
 * Marks objects as gone, unless they were seen later than that. One that was merged away is kept in mind even
 * where it was never seen, so that a page read before the merge cannot bring it in. Answers how many that were.
 */
export const buryObjects = async (
  tx: Db,
  place: RecordPlace,
  told: readonly GoneObject[],
  { observedAt, writtenBy }: Pick<WriteTerms, 'observedAt' | 'writtenBy'>,
): Promise<number> => {
  const { tenantId, connectionId, system, objectType } = place;
  if (told.length === 0) return 0;
  const gone = await withoutForgotten(tx, place, told);
  const unique = [...new Map(gone.map((one) => [one.externalId, one])).values()];
  const input = toJsonb(
    unique.map(({ externalId, reason, mergedInto }) => ({ i: externalId, d: reason, m: mergedInto })),
  );
  const { rows } = await sql<{ buried: number }>`
    with gone as (
      select x.i as external_id, x.d as reason, x.m as merged_into
      from jsonb_to_recordset(${input}::jsonb) as x(i text, d text, m text)
    ), known as (
      select r.external_id, r.delete_reason from gone, lateral (
        select external_id, delete_reason from source_records where tenant_id = ${tenantId}::uuid
          and connection_id = ${connectionId}::uuid and system = ${system} and object_type = ${objectType}
          and external_id = gone.external_id limit 1
      ) r
    ), news as (
      select gone.* from gone left join known using (external_id)
      where case when known.external_id is null then gone.reason = 'merged'
        else known.delete_reason is null or (gone.reason = 'merged' and known.delete_reason not in ('merged', 'privacy')) end
    ), written as (
      insert into source_records as r (tenant_id, connection_id, system, object_type, external_id, payload,
        content_hash, source_version, observed_at, deleted_at, delete_reason, merged_into, unresolved, written_by)
      select ${tenantId}::uuid, ${connectionId}::uuid, ${system}, ${objectType}, external_id, '{}', '', 0,
        ${observedAt}::timestamptz, ${observedAt}::timestamptz, reason, merged_into, false,
        ${writtenBy}::uuid
      from news order by external_id
      on conflict (tenant_id, connection_id, system, object_type, external_id) do update set
        observed_at = excluded.observed_at, deleted_at = excluded.deleted_at,
        delete_reason = excluded.delete_reason, merged_into = excluded.merged_into,
        unresolved = true, quarantined = null, written_by = excluded.written_by
      where r.observed_at <= excluded.observed_at and r.delete_reason is distinct from 'privacy'
      returning 1
    )
    select count(*) as buried from written`.execute(tx);
  return rows[0]?.buried ?? 0;
};
