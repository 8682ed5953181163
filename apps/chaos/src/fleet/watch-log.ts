/** What the fleet's own records tell of the run. */
export interface LogCounts {
  /** Finishes that came too late and were refused by the fence. */
  readonly staleCommitsRefused: number;
  /** Leases of dead workers that a conductor ended. */
  readonly leasesEnded: number;
  readonly errors: number;
}

/** Counts records as they are printed. */
export interface LogWatch {
  see(line: string): void;
  counts(): LogCounts;
}

const STALE = /"message":"late finish refused/iu;
const DIED = /"message":"A worker died at a task/iu;
const ERROR = /"level":"error"/u;

export const makeLogWatch = (): LogWatch => {
  let [staleCommitsRefused, leasesEnded, errors] = [0, 0, 0];
  return {
    see: (line) => {
      if (STALE.test(line)) staleCommitsRefused += 1;
      if (DIED.test(line)) leasesEnded += 1;
      // A task that is meant to fail is told as an error too.
      if (ERROR.test(line) && !line.includes('task failed')) errors += 1;
    },
    counts: () => ({ staleCommitsRefused, leasesEnded, errors }),
  };
};
