import { ensurePartitions, forgetDeadWorkers, type Database } from '@sherpa/db';
import type { Duty } from '../duty.ts';

const ONE_HOUR_MS = 3_600_000;

/** Makes the coming months' partitions and forgets workers that are long gone. */
export const makeKeepHistory = ({ db }: { readonly db: Database }): Duty => ({
  name: 'keep-history',
  everyMs: ONE_HOUR_MS,
  perform: async () => {
    await ensurePartitions(db.engine);
    await forgetDeadWorkers(db.engine);
    return false;
  },
});
