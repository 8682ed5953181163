import { lookAround, type Database, type Surroundings } from '@sherpa/db';
import type { Duty } from './duty.ts';

/** Leaves a duty alone while there is nothing to do for it. */
export type OnlyWhen = (what: keyof Surroundings, duty: Duty) => Duty;

/**
 * The duties that come round together share one look at the ledger: a conductor with nothing to do asks it
 * one cheap thing in a round, instead of planning and running the statements of all duties in vain.
 * `now` is in milliseconds.
 */
export const makeOnlyWhen = (
  db: Pick<Database, 'hot'>,
  { everyMs, now }: { readonly everyMs: number; readonly now: () => number },
): OnlyWhen => {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let latest: Promise<Surroundings> | undefined;

  const look = (): Promise<Surroundings> => {
    if (latest === undefined || now() - lookedAt > everyMs / 2) {
      lookedAt = now();
      latest = lookAround(db.hot);
    }
    return latest;
  };

  return (what, duty) => ({
    ...duty,
    perform: async () => ((await look())[what] ? duty.perform() : false),
  });
};
