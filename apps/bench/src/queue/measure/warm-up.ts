import type { Session } from '../session.ts';
import { BULK } from './drain.ts';
import { produce, settle, startWorkers, stopWorkers, waitForRuns } from './work.ts';
import { verify } from './verify.ts';

/** Enough for the code of all processes to be compiled and their connections to be open. */
const TASKS = 2_000;
const CONCURRENCY = 50;
const WITHIN_MS = 30_000;

/** Does some tasks before anything is measured. */
export const warmUp = async (session: Session): Promise<void> => {
  const range = session.take(TASKS);
  await startWorkers(session, CONCURRENCY, range);
  await produce(session, range, { mode: 'bulk', width: BULK });
  if (await waitForRuns(session, TASKS, WITHIN_MS)) await settle(session);
  await stopWorkers(session);
  await verify(session, range);
};
