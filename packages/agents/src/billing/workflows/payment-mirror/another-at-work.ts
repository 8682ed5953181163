import { listTasks, type Db } from '@sherpa/db';

/** More than one is rare already. */
const MOST = 10;

/**
 * Whether another task is at the same writes: each would take what the other wrote for unsure, and look again. One that waits has
 * planned, and is let to its end; of those that begin together the oldest goes first.
 */
export const isAnotherAtWork = async (tx: Db, own: { readonly id: string }): Promise<boolean> => {
  const of = { agent: 'billing', type: 'payments.mirror', limit: MOST } as const;
  const writing = await listTasks(tx, { ...of, status: 'waiting' });
  const beginning = await listTasks(tx, { ...of, status: 'in_progress' });
  return writing.some(({ id }) => id !== own.id) || beginning.some(({ id }) => id < own.id);
};
