import type { Enqueued } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import type { Db, TaskOrigin } from '@sherpa/db';
import type { RouteDeps, TaskToEnqueue } from '../../deps.ts';

/** Commits one task together with what is read and written to find out which, then adds its job. */
export const enqueueOne = async (
  { db, enqueueIn }: Pick<RouteDeps, 'db' | 'enqueueIn'>,
  { tenantId, origin }: { readonly tenantId: string; readonly origin: TaskOrigin },
  which: (tx: Db) => Promise<TaskToEnqueue>,
): Promise<Enqueued> => {
  const pledge = await db.withTenant(tenantId, async (tx) =>
    enqueueIn(tx, tenantId, [await which(tx)], origin),
  );
  await pledge.dispatch();
  return onlyAnswer(pledge.answers);
};

/** The answer to one task that was taken. */
export const onlyAnswer = ([enqueued]: readonly Enqueued[]): Enqueued => {
  if (enqueued === undefined) throw new AppError('A task was taken without an answer.');
  return enqueued;
};
