/** What keeps the loops of a process from a server that is gone. */
export interface ConnectGate {
  /** Whether the last try to open a connection did not fail. */
  isOpen(): boolean;
  /** Opens a connection, if none has failed just now; else fails as that one did. */
  open(connect: () => Promise<unknown>): Promise<void>;
  /** Acquires a connection: at once, or by the next try after a rest, or when another one's has succeeded. */
  pass<T>(acquire: () => Promise<T>): Promise<T>;
}

export interface ConnectGateDeps {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** In milliseconds. */
  readonly now: () => number;
  /** [0, 1), for the jitter. */
  readonly random: () => number;
}

/** A restart that takes a moment is hardly noticed; of a server that stays away two seconds are soon enough to hear. */
const FIRST_REST_MS = 100;
const MOST_REST_MS = 2_000;

/** Doubles with each failure. Half of it is left to chance, so that a fleet does not come back as one. */
const restAfter = (failures: number, random: () => number): number =>
  Math.min(FIRST_REST_MS * 2 ** (failures - 1), MOST_REST_MS) * (0.5 + 0.5 * random());

/**
 * While the server is there everybody passes. When it is gone all that a process asks of it waits for one try at
 * a time, at longer and longer intervals, and fails with it; the first that succeeds lets all pass again.
 */
export const makeConnectGate = ({ sleep, now, random }: ConnectGateDeps): ConnectGate => {
  let failures = 0;
  let last: { readonly error: unknown; readonly notBefore: number } | undefined;
  let trying: Promise<unknown> | undefined;

  const restMs = (): number => (last === undefined ? 0 : last.notBefore - now());

  const tryNext = async <T>(acquire: () => Promise<T>): Promise<T> => {
    try {
      while (restMs() > 0) await sleep(Math.ceil(restMs()));
      return await acquire();
    } finally {
      trying = undefined;
    }
  };

  return {
    isOpen: () => failures === 0,
    open: async (connect) => {
      if (last !== undefined && restMs() > 0) throw last.error;
      const before = failures;
      try {
        await connect();
        [failures, last] = [0, undefined];
      } catch (error) {
        // Those that set out together meet one failure.
        if (failures === before) failures += 1;
        last = { error, notBefore: now() + restAfter(failures, random) };
        throw error;
      }
    },
    pass: async (acquire) => {
      if (failures === 0) return acquire();
      if (trying !== undefined) {
        await trying;
        return acquire();
      }
      const next = tryNext(acquire);
      trying = next;
      return next;
    },
  };
};
