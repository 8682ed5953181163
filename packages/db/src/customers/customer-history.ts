import { sql } from 'kysely';
import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** Something that happened to a customer. */
export interface HistoryEntry {
  /** Of a merge: what `undoMerge` takes. */
  readonly id: string;
  readonly kind: 'changed' | 'merge' | 'split' | 'undo';
  readonly at: Date;
  readonly cause: Json;
  /** Of a change: the fields with what they were and became. */
  readonly changes: Json;
  /** Of the others: the customer on the other side, and the objects that changed hands. */
  readonly otherId: string | null;
  readonly objects: readonly string[];
  readonly undone: boolean;
}

export interface HistoryFilter {
  readonly limit: number;
  /** The id of the last entry seen. */
  readonly cursor?: string | undefined;
}

/** What happened to a customer, the newest first. */
export const customerHistory = async (
  tx: Db,
  customerId: string,
  { limit, cursor }: HistoryFilter,
): Promise<HistoryEntry[]> => {
  const before = cursor ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  const { rows } = await sql<HistoryEntry>`
    select * from (
      (select id, 'changed' as kind, created_at as at, cause, changes, null::uuid as "otherId", '{}'::text[] as objects,
        false as undone
      from customer_changes where tenant_id = current_tenant() and customer_id = ${customerId} and id < ${before}
      order by id desc limit ${limit})
      union all
      (select id, kind, created_at, cause, '[]'::jsonb, other_id, moved, undone_at is not null
      from identity_events where tenant_id = current_tenant() and customer_id = ${customerId} and id < ${before}
      order by id desc limit ${limit})
      union all
      (select id, kind, created_at, cause, '[]'::jsonb, customer_id, moved, undone_at is not null
      from identity_events where tenant_id = current_tenant() and other_id = ${customerId} and id < ${before}
      order by id desc limit ${limit})
    ) h order by id desc limit ${limit}`.execute(tx);
  return rows;
};
