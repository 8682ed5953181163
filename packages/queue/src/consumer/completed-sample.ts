/** Says which completed jobs stay in the list of completed ones. */
export type CompletedSample = () => boolean;

const SECOND_MS = 1_000;

/**
 * Keeps the first `perSecond` of each second: all of a quiet queue, and of a busy one as many as anybody can
 * read. To keep a job costs Redis a third of what running it costs. `now` is in milliseconds.
 */
export const makeCompletedSample = (perSecond: number, now: () => number): CompletedSample => {
  let since = Number.NEGATIVE_INFINITY;
  let kept = 0;
  return () => {
    const at = now();
    if (at - since >= SECOND_MS) {
      since = at;
      kept = 0;
    }
    kept += 1;
    return kept <= perSecond;
  };
};
