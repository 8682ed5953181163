import { setTimeout as sleep } from 'node:timers/promises';
import { findStarterChain, isChainBroken, readProcess } from './starter-chain.ts';

// Reading /proc costs nothing to speak of; elsewhere it is a program to start.
const LOOK_EVERY_MS = process.platform === 'linux' ? 1_000 : 5_000;

/**
 * Calls `onGone` when a package manager between the terminal and this process has ended: a signal sent to
 * it alone does not come through to us, and nobody would be left to stop the fleet.
 */
export const watchStarter = async (onGone: () => void, signal: AbortSignal): Promise<void> => {
  const chain = await findStarterChain(readProcess, process.pid);
  if (chain.length === 0) return;
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted && (await isChainBroken(readProcess, chain))) {
      onGone();
      return;
    }
  }
};
