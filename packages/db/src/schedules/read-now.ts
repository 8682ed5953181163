import { sql } from 'kysely';
import { DatabaseError } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** The time by the database's clock: that of the transaction's beginning inside of one. */
export const readNow = async (db: Db): Promise<Date> => {
  const { rows } = await sql<{ now: Date }>`select now()`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new DatabaseError('The database did not tell the time.');
  return row.now;
};
