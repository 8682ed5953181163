import {
  dropPartitions,
  ensurePartitions,
  forgetDeadWorkers,
  forgetExpiredKeys,
  forgetWebhookKeys,
  type Database,
} from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface HistoryDeps {
  readonly db: Database;
  readonly log: Logger;
  /** Months of history that stay. */
  readonly keepMonths: number;
}

const ONE_HOUR_MS = 3_600_000;

/** Stripe sends an event again for up to 30 days, when somebody asks it to; others give up sooner. */
const WEBHOOK_KEY_DAYS = 35;

/** Makes the coming months' partitions, drops those past keeping, forgets expired keys and workers long gone. */
export const makeKeepHistory = ({ db, log, keepMonths }: HistoryDeps): Duty => ({
  name: 'keep-history',
  everyMs: ONE_HOUR_MS,
  perform: async () => {
    await ensurePartitions(db.engine);
    for (const table of await dropPartitions(db.engine, keepMonths))
      log.info('Old history was dropped.', { table });
    await forgetExpiredKeys(db.engine);
    await forgetWebhookKeys(db.engine, WEBHOOK_KEY_DAYS);
    await forgetDeadWorkers(db.engine);
    return false;
  },
});
