import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError } from '@sherpa/core';
import { endProcess } from '../process/end-process.ts';
import { processIdentity } from '../process/process-identity.ts';

const fileIn = (dir: string): string => path.join(dir, 'server.process');

/** Notes which process works on the folder; Redis itself does not keep a second one away from it. */
export const noteServer = async (dir: string, pid: number): Promise<void> => {
  const identity = await processIdentity(pid);
  if (identity !== undefined) await writeFile(fileIn(dir), `${pid}\n${identity}\n`, { mode: 0o600 });
};

/** Ends a server that still works on the folder after its starter was killed. The caller holds the folder's lock. */
export const stopLeftOver = async (dir: string): Promise<void> => {
  const [pidText = '', identity] = (await readFile(fileIn(dir), 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(pidText, 10);
  if (!Number.isInteger(pid) || (await processIdentity(pid)) !== identity) return;
  const hasEnded = await endProcess(pid, [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5_000],
  ]);
  if (hasEnded) return;
  throw new ConflictError('A Redis that an earlier run left behind does not stop.', {
    details: { pid, dir },
  });
};
