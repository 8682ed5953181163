import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid as ownPid } from 'node:process';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    // EPERM: it lives, but belongs to someone else.
    return err instanceof Error && 'code' in err && err.code === 'EPERM';
  }
};

const holderOf = (file: string): number | undefined => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    // No one has claimed the folder, or who did is gone.
    return undefined;
  }
};

const claim = (folder: string): boolean => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'pid');
  const holder = holderOf(file);
  if (holder !== undefined && holder !== ownPid && isAlive(holder)) return false;
  writeFileSync(file, `${ownPid}\n`);
  return true;
};

/**
 * A folder below `dir` that no other living process of this machine logs into: named after the process,
 * with a number where replicas share the name. Folders of ended processes are taken over.
 */
export const claimFolder = (dir: string, name: string): string => {
  for (let copy = 1; ; copy += 1) {
    const folder = join(dir, copy === 1 ? name : `${name}-${copy}`);
    if (claim(folder)) return folder;
  }
};
