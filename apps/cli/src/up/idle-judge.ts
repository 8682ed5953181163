import { isIdle } from './fleet-summary.ts';
import type { Snapshot } from './watch-fleet.ts';

/** Looks at snapshots in turn; true when the wait is over. */
export type Judge = (snapshot: Snapshot) => boolean;

/** A message that was just sent is delivered a moment later: one quiet look is not enough. */
const QUIET_LOOKS = 2;
/** 15 s in which nothing runs, more than a usual rest before a retry: what is left waits for its time. */
const RESTING_LOOKS = 30;

/** Over when nothing at all is left to do. */
export const makeIdleJudge = (): Judge => {
  let quiet = 0;
  return ({ status }) => {
    quiet = isIdle(status) ? quiet + 1 : 0;
    return quiet >= QUIET_LOOKS;
  };
};

/** Over when nothing is left, or what is left is delayed. */
export const makeRestJudge = (): Judge => {
  const isOver = makeIdleJudge();
  let resting = 0;
  return (snapshot) => {
    const { tasks, schedulesDue } = snapshot.status;
    resting = (tasks.in_progress ?? 0) === 0 && schedulesDue === 0 ? resting + 1 : 0;
    return isOver(snapshot) || resting >= RESTING_LOOKS;
  };
};
