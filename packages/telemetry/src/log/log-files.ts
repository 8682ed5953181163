import type { Writable } from 'node:stream';
import { createStream } from 'rotating-file-stream';
import { claimFolder } from './claim-folder.ts';

/** 10 MiB a file and five old ones of each kind: 120 MiB a process at the most. */
const ROTATE_AT = '10M';
const OLD_FILES = 5;

interface LogFiles {
  readonly combined: Writable;
  readonly error: Writable;
  readonly close: () => Promise<void>;
}

// With `rotate` set the library passes the number of the old file where it else passes a time.
const nameOf =
  (name: string) =>
  (index: number | Date | null): string =>
    typeof index === 'number' ? `${name}.${index}` : name;

const openFile = (folder: string, name: string): Writable => {
  const file = createStream(nameOf(name), { path: folder, size: ROTATE_AT, rotate: OLD_FILES });
  // A full disk costs log lines, not the work: the console still tells.
  file.on('error', () => undefined);
  return file;
};

const closeFile = (file: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (file.closed) resolve();
    file.once('close', () => resolve());
    file.end();
  });

/**
 * `combined.log` (everything) and `error.log` (errors) of one process, in a folder of its own below
 * `dir`, since two processes must not rotate one file. Full files move on to `.1`, `.2` and so on.
 */
export const openLogFiles = (dir: string, process: string): LogFiles => {
  const folder = claimFolder(dir, process);
  const combined = openFile(folder, 'combined.log');
  const error = openFile(folder, 'error.log');
  return {
    combined,
    error,
    close: async () => void (await Promise.all([closeFile(combined), closeFile(error)])),
  };
};
