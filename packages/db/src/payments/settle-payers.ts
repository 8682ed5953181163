import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { NotedPayer } from './note-payers.ts';

/** What was written on an object at HubSpot. */
export interface WrittenPayment {
  readonly objectType: 'companies' | 'contacts';
  readonly objectId: string;
  readonly values: Readonly<Record<string, Json>>;
  /** What was known to be written before, by its moment. */
  readonly seenAt: string | null;
}

export interface SettledPayers {
  readonly tenantId: string;
  /** As of when it was read what was written. */
  readonly readAt: string;
  readonly payers: readonly NotedPayer[];
  readonly written: readonly WrittenPayment[];
}

/** Where two tasks wrote at once nobody knows whose values came last. */
const UNSURE = '{"unsure": true}';

/** True for what has to be written whole once more. */
export const isUnsure = (written: Readonly<Record<string, Json>> | null): boolean =>
  written?.['unsure'] === true;

/**
 * Remembers what stands at HubSpot now, and lets go of the payers of which nothing has changed since. Answers with
 * the objects that somebody else wrote to meanwhile: their payers are to be noted once more.
 */
export const settlePayers = async (
  tx: Db,
  { tenantId, readAt, payers, written }: SettledPayers,
): Promise<readonly string[]> => {
  const marks = toJsonb(payers.map(({ payer, mark }) => ({ p: payer, m: mark })));
  await sql`
    delete from payment_changes c using jsonb_to_recordset(${marks}::jsonb) as x(p text, m uuid)
    where c.tenant_id = ${tenantId}::uuid and c.payer = x.p and c.mark = x.m`.execute(tx);
  if (written.length === 0) return [];
  const given = sql`jsonb_to_recordset(${toJsonb(
    written.map(({ objectType, objectId, values, seenAt }) => ({
      t: objectType,
      i: objectId,
      v: values,
      s: seenAt,
    })),
  )}::jsonb) as x(t text, i text, v jsonb, s timestamptz)`;
  const { rows } = await sql<{ id: string; unsure: boolean }>`
    with given as materialized (select * from ${given})
    insert into payment_mirror as m (tenant_id, object_type, object_id, written, written_at)
    select ${tenantId}::uuid, t, i, v, ${readAt}::timestamptz from given order by t, i
    on conflict (tenant_id, object_type, object_id) do update set
      written = case when m.written_at = (select s from given where t = m.object_type and i = m.object_id)
        then excluded.written else ${UNSURE}::jsonb end,
      written_at = greatest(m.written_at, excluded.written_at)
    returning object_id as id, written = ${UNSURE}::jsonb as unsure`.execute(tx);
  return rows.flatMap(({ id, unsure }) => (unsure ? [id] : []));
};
