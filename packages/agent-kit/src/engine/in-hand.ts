import type { PickedJob } from '@sherpa/queue';

/** The tasks that this process has taken up, each through one job, from before they are read until their end is kept. */
export interface InHand {
  /** False where the task is in hand already, through this job or another one. */
  enter(taskId: string, job: PickedJob): boolean;
  /** Whatever happens to it from now on is no longer this job's. */
  leave(taskId: string, job: PickedJob): void;
}

/**
 * Two jobs may point at one task. Since it is entered before it is read, what is read is never older than
 * an end that was recorded here: nobody runs it again only to have the end refused.
 */
export const makeInHand = (): InHand => {
  const holders = new Map<string, PickedJob>();
  return {
    enter: (taskId, job) => {
      if (holders.has(taskId)) return false;
      holders.set(taskId, job);
      return true;
    },
    leave: (taskId, job) => {
      if (holders.get(taskId) === job) holders.delete(taskId);
    },
  };
};
