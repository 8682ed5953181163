import type { JobOutcome } from '@sherpa/queue';

/** A job comes back after this long where Postgres was away. */
export const restMs = 5_000;

/** Two jobs may point at one task; the second comes back when the first is through. */
export const twice: JobOutcome = { kind: 'later', afterMs: 5_000 };
