import type { Dispatcher } from '@sherpa/agent-kit';
import { passStaleTurns, type Database } from '@sherpa/db';
import type { Duty } from '../duty.ts';

export interface TurnDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
}

const EVERY_MS = 15_000;

/** Passes on turns under concurrency keys whose task does not run any more; there should be none. */
export const makePassTurns = ({ db, dispatcher }: TurnDeps): Duty => ({
  name: 'pass-turns',
  everyMs: EVERY_MS,
  perform: async () => {
    await dispatcher.dispatch(await passStaleTurns(db.engine));
    return false;
  },
});
