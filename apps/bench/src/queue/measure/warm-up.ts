import type { Session } from '../session.ts';
import { BULK } from './drain.ts';
import { verify } from './verify.ts';
import { produce, settle, startWorkers, stopWorkers, waitForRuns } from './work.ts';

/** A process that serves is one whose code has been compiled for what it does most; that takes thousands of tasks. */
const TASKS = 20_000;
/** The slow ones have had enough by then, in milliseconds. */
const ENOUGH_MS = 1_500;
const STEP = 2_000;
const CONCURRENCY = 50;
const WITHIN_MS = 30_000;

/** Does some tasks before anything is measured: so many, or as many as a moment allows. */
export const warmUp = async (session: Session): Promise<void> => {
  const began = performance.now();
  for (let done = 0; done < TASKS && performance.now() - began < ENOUGH_MS; done += STEP) {
    const range = session.take(STEP);
    await startWorkers(session, CONCURRENCY, range);
    await produce(session, range, { mode: 'bulk', width: BULK });
    if (await waitForRuns(session, STEP, WITHIN_MS)) await settle(session);
    await stopWorkers(session);
    await verify(session, range);
  }
};
