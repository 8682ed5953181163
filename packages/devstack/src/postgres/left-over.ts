import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError } from '@sherpa/core';
import { endProcess, type SignalLadder } from '../process/end-process.ts';
import { commandLineOf } from '../process/process-identity.ts';

/** Fast shutdown, immediate shutdown, and what leaves everything to crash recovery. */
const LADDER: SignalLadder = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
];

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
  if (await endProcess(pid, LADDER)) return;
  throw new ConflictError('A PostgreSQL that an earlier run left behind does not stop.', {
    details: { pid, cluster },
  });
};
