import { taskIdsOf } from '@sherpa/queue';
import { z } from 'zod';
import { allowed, refused, type BoardAnswer } from './board-answer.ts';

const bodySchema = z.object({
  data: z.unknown(),
  options: z.object({ repeat: z.unknown() }).partial().optional(),
});

/**
 * A job that somebody adds is adopted by its worker. A copy of one of ours would only point at a task
 * that has been done.
 */
export const checkAdded = (body: unknown): BoardAnswer => {
  const added = bodySchema.safeParse(body).data;
  if (added === undefined) return allowed;
  if (taskIdsOf(added.data) !== undefined)
    return refused(
      'This data only points at a task that exists. Retry that one; or add a job whose data is the payload.',
    );
  return added.options?.repeat === undefined || added.options.repeat === null
    ? allowed
    : refused('Schedules are kept in the ledger, not in the queue: declare one in the agent’s contract.');
};
