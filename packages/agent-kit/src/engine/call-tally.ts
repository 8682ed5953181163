import { AsyncLocalStorage } from 'node:async_hooks';

/** How many requests to vendors an attempt has made. */
export interface CallTally {
  calls: number;
}

const tallies = new AsyncLocalStorage<CallTally>();

/** Runs an attempt's work so that the requests it makes are counted as its own, whichever client makes them. */
export const tallying = <T>(tally: CallTally, work: () => T): T => tallies.run(tally, work);

/** Counts a request to a vendor for the task that makes it; one that no task makes is nobody's. */
export const countVendorCall = (): void => {
  const tally = tallies.getStore();
  if (tally !== undefined) tally.calls += 1;
};
