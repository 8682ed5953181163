import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { ensureSalt } from './suppressions.ts';

/** What was done about a person, without the person: counts, and hashes with the tenant's salt. */
export interface PrivacyRecord {
  /** One record for each; the case that it was. */
  readonly request: string;
  /** Whose wish it was, where the deletion came from, and the ids of the objects: only their hashes are kept. */
  readonly subjects: readonly string[];
  readonly askedBy: string;
  readonly origin: string;
  readonly ticketId: string | null;
  readonly objects: Readonly<Record<string, number>>;
  readonly rows: number;
}

const lock = (tx: Db, tenantId: string) =>
  sql`select pg_advisory_xact_lock(hashtext('sherpa.privacy-audit'), hashtext(${tenantId}::text))`.execute(
    tx,
  );

const hashed = sql`encode(sha256(z.salt || convert_to(k.key, 'UTF8')), 'hex')`;

/**
 * Adds a record to the tenant's chain: each is signed with the tenant's salt together with the signature before it,
 * so that none can be changed, put between or taken out unseen. A request has one; false where it has it already.
 */
export const signPrivacyRecord = async (
  tx: Db,
  tenantId: string,
  { request, subjects, askedBy, ...told }: PrivacyRecord,
): Promise<boolean> => {
  await lock(tx, tenantId);
  await ensureSalt(tx, tenantId);
  const { rows } = await sql`
    with said as (
      select ${toJsonb(told)}::jsonb || jsonb_build_object(
        'request', ${request}::text, 'at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'askedBy', (select ${hashed} from identity_salts z cross join (values (${askedBy}::text)) as k(key)
          where z.tenant_id = ${tenantId}),
        'subjects', (select coalesce(jsonb_agg(${hashed} order by ${hashed}), '[]') from identity_salts z
          cross join unnest(${subjects}::text[]) as k(key) where z.tenant_id = ${tenantId})) as record
    ), last as (
      select number, signature from privacy_audits where tenant_id = ${tenantId} order by number desc limit 1
    )
    insert into privacy_audits (tenant_id, number, request, record, signature)
    select ${tenantId}::uuid, coalesce((select number from last), 0) + 1, ${request}, said.record,
      encode(sha256(z.salt || convert_to(coalesce((select signature from last), '') || said.record::text, 'UTF8')), 'hex')
    from said join identity_salts z on z.tenant_id = ${tenantId}
    where not exists (select from privacy_audits where tenant_id = ${tenantId} and request = ${request})
    returning 1`.execute(tx);
  return rows.length > 0;
};

/** How many records the chain has, and whether each still has its signature and its place. */
export const verifyPrivacyRecords = async (
  tx: Db,
  tenantId: string,
): Promise<{ readonly records: number; readonly isIntact: boolean }> => {
  const { rows } = await sql<{ records: number; intact: boolean }>`
    select count(*)::integer as records, coalesce(bool_and(a.number = a.place and a.signature =
        encode(sha256(z.salt || convert_to(coalesce(a.before, '') || a.record::text, 'UTF8')), 'hex')), true) as intact
    from (
      select number, record, signature, lag(signature) over (order by number) as before,
        row_number() over (order by number) as place
      from privacy_audits where tenant_id = ${tenantId}
    ) a join identity_salts z on z.tenant_id = ${tenantId}`.execute(tx);
  return { records: rows[0]?.records ?? 0, isIntact: rows[0]?.intact ?? true };
};
