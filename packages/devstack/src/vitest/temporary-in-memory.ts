import { statfsSync } from 'node:fs';
import { freemem } from 'node:os';

/** Of Linux: files that live in memory. */
const IN_MEMORY = '/dev/shm';

/** A run of all tests was seen to hold a few hundred megabytes there at once; in bytes. */
const ENOUGH = 4 * 2 ** 30;

const roomIn = (folder: string): number => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
};

/**
 * Has what tests write for a while lie in memory, where there is room and nobody has said where it is to lie. A database
 * is a thousand files, and each test file has one: on a disk they take most of a second of processor time, here a thirtieth.
 */
export const keepTemporaryInMemory = (env: NodeJS.ProcessEnv): void => {
  if (env['TMPDIR'] !== undefined || Math.min(roomIn(IN_MEMORY), freemem()) < ENOUGH) return;
  env['TMPDIR'] = IN_MEMORY;
};
