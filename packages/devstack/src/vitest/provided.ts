import type { ProvidedContext } from 'vitest';
import type { LiveKeys } from '../live/live-keys.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser access to the run's PostgreSQL, database `sherpa`. */
    postgresUrl: string;
    /** The run's Redis; null where none could be had, so that its tests skip. */
    redisUrl: string | null;
    /** How often a test of a model runs, for how long at most, and from which seed where that is to be repeated. */
    model: { readonly runs: number; readonly limitMs: number; readonly seed?: number };
    /** Real accounts of vendors, where a run is on them. */
    live: LiveKeys;
  }
}

/** What `inject` gives to an integration or end-to-end test. */
export type ProvidedServers = Pick<ProvidedContext, 'postgresUrl' | 'redisUrl'>;
