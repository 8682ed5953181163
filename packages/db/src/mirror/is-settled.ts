import { sql } from 'kysely';
import type { SourceSystem } from '../customers/customer-source.ts';
import type { Db } from '../schema/index.ts';

/** A kind of object and the stream that reads it. */
export interface ReadKind {
  readonly system: SourceSystem;
  readonly stream: string;
  readonly objectType: string;
}

/** True when these were read whole at least once, by every account that has them, and all are among the customers. */
export const isSettled = async (tx: Db, tenantId: string, kinds: readonly ReadKind[]): Promise<boolean> => {
  for (const { system, stream, objectType } of kinds) {
    const { rows } = await sql<{ settled: boolean }>`
      select coalesce((
          select bool_and(fresh_at is not null) from sync_streams where tenant_id = ${tenantId}::uuid
            and system = ${system} and stream = ${stream} and lane = 'sync'), false)
        and not exists (
          select from source_records where tenant_id = ${tenantId}::uuid and system = ${system}
            and object_type = ${objectType} and unresolved) as settled`.execute(tx);
    if (rows[0]?.settled !== true) return false;
  }
  return true;
};
