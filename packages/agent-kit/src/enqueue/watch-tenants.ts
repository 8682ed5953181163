import { hasManyTenants, type Database } from '@sherpa/db';

/** How long an answer holds, in milliseconds. */
const HOLDS_MS = 60_000;

/** Knows whether tenants share the installation; asks the ledger once a minute at most, and only if it is asked. */
export const watchTenants = (db: Pick<Database, 'engine'>): { areMany(): boolean } => {
  let answer = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<void> => {
    try {
      answer = await hasManyTenants(db.engine);
    } catch {
      // The last answer holds; the next question comes in a minute.
    }
  };

  return {
    areMany: () => {
      const now = performance.now();
      // Never again once there were many: tenants do not go away.
      if (!answer && now - askedAt > HOLDS_MS) {
        askedAt = now;
        void ask();
      }
      return answer;
    },
  };
};
