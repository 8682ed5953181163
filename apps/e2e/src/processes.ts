import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A living process and what it was started with. */
export interface Living {
  readonly pid: number;
  readonly command: string;
}

const run = promisify(execFile);

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

// A process that has ended but was not waited for has neither command nor environment left.
const readLinux = async (): Promise<readonly (Living & { readonly env: string })[]> => {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  return Promise.all(
    pids.map(async (pid) => ({
      pid,
      command: (await textOf(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ').trim(),
      env: await textOf(`/proc/${pid}/environ`),
    })),
  );
};

const readElsewhere = async (): Promise<readonly (Living & { readonly env: string })[]> => {
  const { stdout } = await run('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64 * 1_048_576 });
  return stdout.split('\n').map((line) => {
    const [pid = '', ...command] = line.trim().split(' ');
    return { pid: Number(pid), command: command.join(' '), env: command.join(' ') };
  });
};

/** Every process that has this text in its command or its environment, this one excepted. */
export const processesWith = async (text: string): Promise<readonly Living[]> => {
  const all = await (process.platform === 'linux' ? readLinux() : readElsewhere());
  return all
    .filter(({ pid }) => pid !== process.pid)
    .filter(({ command, env }) => command.includes(text) || env.includes(text))
    .map(({ pid, command }) => ({ pid, command }));
};
