import type { Db } from '../schema/index.ts';

/** Those of the ids under which there is a task already. */
export const tasksThatExist = async (tx: Db, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom('agent_tasks').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
};
