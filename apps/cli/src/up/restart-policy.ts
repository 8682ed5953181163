/** A process that lived this long was well; its death starts a new count. */
const WELL_AFTER_MS = 30_000;
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 8_000;
/** 0.5 + 1 + 2 + 4 s of rest: long enough for a server to come back, short enough to be told of a fault. */
const MOST_QUICK_DEATHS = 5;

/** Decides about one process from one death to the next. */
export interface RestartPolicy {
  /** Milliseconds to rest before the next start, or undefined to give up. */
  afterDeath(livedMs: number): number | undefined;
}

/** Rests twice as long after every quick death, and gives up after five in a row. */
export const makeRestartPolicy = (): RestartPolicy => {
  let quickDeaths = 0;
  return {
    afterDeath: (livedMs) => {
      quickDeaths = livedMs >= WELL_AFTER_MS ? 1 : quickDeaths + 1;
      if (quickDeaths >= MOST_QUICK_DEATHS) return undefined;
      return Math.min(FIRST_REST_MS * 2 ** (quickDeaths - 1), LONGEST_REST_MS);
    },
  };
};
