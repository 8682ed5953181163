import { sql } from 'kysely';
import type { Reread } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** Has what these objects say told once more to whom it concerns and has not been told; answers how many there are. */
export const lookAgain = async (tx: Db, { system, objectType, statuses }: Reread): Promise<number> => {
  const wanted =
    statuses === undefined ? sql`true` : sql`payload ->> 'status' = any(${[...statuses]}::text[])`;
  const { numAffectedRows = 0n } = await sql`
    update source_records set unresolved = true
    where system = ${system} and object_type = ${objectType} and deleted_at is null and not unresolved
      and quarantined is null and ${wanted}`.execute(tx);
  return Number(numAffectedRows);
};
