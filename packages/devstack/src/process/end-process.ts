import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process-identity.ts';

/** Signals from the gentle to the one nothing survives, each with the time it is given to work. */
export type SignalLadder = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[];

/** Ends a process that is not our child; false when it is still there after the last signal's time. */
export const endProcess = async (pid: number, ladder: SignalLadder): Promise<boolean> => {
  for (const [signal, waitMs] of ladder) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already: the wait that follows sees it.
    }
    if (await isGoneWithin(pid, waitMs)) return true;
  }
  return false;
};

const isGoneWithin = async (pid: number, waitMs: number): Promise<boolean> => {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    if ((await processIdentity(pid)) === undefined) return true;
    await sleep(50);
  }
  return false;
};
