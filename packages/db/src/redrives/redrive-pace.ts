import type { Redrive } from './redrive.ts';

/** Tasks moved in one transaction at most. */
export const REDRIVE_BATCH = 500;

/** Tasks under way at most: to look after them costs the conductor a look each, every second. */
const MAX_OPEN = 5_000;

/** Whether those that were redriven fail again too often to go on. */
export const isFailingAgain = ({ stopAt, ended, failedAgain }: Redrive): boolean =>
  stopAt !== null && ended >= stopAt.after && failedAgain > stopAt.share * ended;

/**
 * How many tasks to move now of those that the rate allows. Until enough have ended for the stop rule to
 * judge, no more than twice as many are under way: a cause that is still there costs that many tries.
 */
export const toMoveNow = (redrive: Redrive, due: number): number => {
  const { stopAt, redriven, ended } = redrive;
  const open = redriven - ended;
  const room = stopAt !== null && ended < stopAt.after ? 2 * stopAt.after : MAX_OPEN;
  return Math.max(0, Math.min(due, REDRIVE_BATCH, room - open));
};
