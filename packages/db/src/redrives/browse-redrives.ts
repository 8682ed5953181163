import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { redriveColumns, toRedrive, type Redrive } from './redrive.ts';
import { tellRedrive } from './tell-redrive.ts';

/** A tenant's redrives, the newest first. */
export const listRedrives = async (
  tx: Db,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Redrive[]> => {
  const rows = await tx
    .selectFrom('agent_redrives')
    .select(redriveColumns)
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toRedrive);
};

/** The redrive of that id, or undefined if this tenant has none. */
export const getRedrive = async (tx: Db, id: string): Promise<Redrive | undefined> => {
  const row = await tx
    .selectFrom('agent_redrives')
    .select(redriveColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toRedrive(row);
};

/** Ends a redrive that runs; what it has moved goes on. Answers with it as it stands, whether it ran or not. */
export const cancelRedrive = async (tx: Db, id: string): Promise<Redrive | undefined> => {
  const row = await tx
    .updateTable('agent_redrives')
    .set({ status: 'cancelled', finished_at: sql`now()` })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning(redriveColumns)
    .executeTakeFirst();
  if (row === undefined) return getRedrive(tx, id);
  const redrive = toRedrive(row);
  await tellRedrive(tx, 'redrive.stopped', redrive);
  return redrive;
};
