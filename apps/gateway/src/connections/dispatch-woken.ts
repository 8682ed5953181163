import type { StagedJobs } from '@sherpa/db';
import type { RouteDeps } from '../routes/deps.ts';

/** Adds the jobs of tasks that a connection has woken; where the queue is away, the conductor does. */
export const dispatchWoken = async (
  { dispatch, log }: Pick<RouteDeps, 'dispatch' | 'log'>,
  woken: StagedJobs | undefined,
): Promise<void> => {
  if (woken === undefined || woken.jobs.length === 0) return;
  try {
    await dispatch(woken);
  } catch (err) {
    log.warn('Tasks that waited for a connection have no jobs yet.', { error: err });
  }
};
