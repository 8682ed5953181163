import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@sherpa/core';
import { commandLineOf, processIdentity } from '../process/process-identity.ts';

/**
 * Ends a server that still works on the data although nobody answers for it (its starter and its guard were
 * both killed). The caller holds the folder's lock.
 */
export const stopLeftOver = async (cluster: string, log: (message: string) => void): Promise<void> => {
  const pidFile = path.join(cluster, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number.parseInt(text, 10);
  const command = await commandLineOf(pid);
  if (command === undefined) return;
  if (!command.includes(cluster)) {
    // The number now belongs to something else, which Postgres would take for its other self.
    await rm(pidFile, { force: true });
    return;
  }
  log('Stopping a PostgreSQL that an earlier run left behind.');
  for (const [signal, waitMs] of LADDER) {
    signalOrGone(pid, signal);
    if (await isGoneWithin(pid, waitMs)) return;
  }
  throw new ConflictError('A PostgreSQL that an earlier run left behind does not stop.', {
    details: { pid, cluster },
  });
};

const LADDER = [
  // Fast shutdown, immediate shutdown, and what nothing survives.
  ['SIGINT', 15_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
] as const;

const signalOrGone = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already: the wait that follows sees it.
  }
};

const isGoneWithin = async (pid: number, waitMs: number): Promise<boolean> => {
  const deadline = performance.now() + waitMs;
  while (performance.now() < deadline) {
    if ((await processIdentity(pid)) === undefined) return true;
    await sleep(50);
  }
  return false;
};
