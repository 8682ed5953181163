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
}

export interface SettledPayers {
  readonly tenantId: string;
  /** As of when it was read what was written. */
  readonly readAt: string;
  readonly payers: readonly NotedPayer[];
  readonly written: readonly WrittenPayment[];
}

/** Remembers what stands at HubSpot now, and lets go of the payers of which nothing has changed since. */
export const settlePayers = async (
  tx: Db,
  { tenantId, readAt, payers, written }: SettledPayers,
): Promise<void> => {
  const rows = toJsonb(
    written.map(({ objectType, objectId, values }) => ({ t: objectType, i: objectId, v: values })),
  );
  await sql`
    insert into payment_mirror (tenant_id, object_type, object_id, written, written_at)
    select ${tenantId}::uuid, t, i, v, ${readAt}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as x(t text, i text, v jsonb) order by t, i
    on conflict (tenant_id, object_type, object_id) do update
      set written = excluded.written, written_at = excluded.written_at
      where payment_mirror.written_at <= excluded.written_at`.execute(tx);
  const marks = toJsonb(payers.map(({ payer, mark }) => ({ p: payer, m: mark })));
  await sql`
    delete from payment_changes c using jsonb_to_recordset(${marks}::jsonb) as x(p text, m uuid)
    where c.tenant_id = ${tenantId}::uuid and c.payer = x.p and c.mark = x.m`.execute(tx);
};
