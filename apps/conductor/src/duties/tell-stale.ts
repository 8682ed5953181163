import { tellStaleStreams, type Database } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface StaleDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly log: Logger;
}

const EVERY_MS = 30_000;

/** Tells of streams of which the mirror is older than it may be; a worker that is gone could not. */
export const makeTellStale = ({ db, log }: StaleDeps): Duty => ({
  name: 'tell-stale',
  everyMs: EVERY_MS,
  perform: async () => {
    for (const { tenantId, agent, system, stream, ageMs } of await tellStaleStreams(db.engine)) {
      log.warn('A stream is older than it may be.', { tenantId, agent, vendor: system, type: stream, ageMs });
    }
    return false;
  },
});
