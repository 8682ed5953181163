import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A text that is the same for the same living process and another one for a later process of the same number;
 * undefined when no such process lives.
 */
export const processIdentity = async (pid: number): Promise<string | undefined> =>
  process.platform === 'linux' ? linuxIdentity(pid) : psColumn(pid, 'lstart=');

/** The command line of a living process, or undefined. */
export const commandLineOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform !== 'linux') return psColumn(pid, 'command=');
  const line = await readOrUndefined(`/proc/${pid}/cmdline`);
  return line?.replaceAll('\0', ' ');
};

const linuxIdentity = async (pid: number): Promise<string | undefined> => {
  const stat = await readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the command's name in parentheses and may hold spaces; state is the first field after
  // it, the start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  const boot = await readOrUndefined('/proc/sys/kernel/random/boot_id');
  return `${(boot ?? '').trim()}:${fields[19]}`;
};

const psColumn = async (pid: number, column: string): Promise<string | undefined> => {
  try {
    const { stdout } = await run('ps', ['-o', column, '-p', String(pid)]);
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
};

const readOrUndefined = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
};
