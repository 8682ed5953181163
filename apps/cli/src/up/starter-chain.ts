import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the system tells of a process. */
export interface ProcessFacts {
  readonly ppid: number;
  readonly command: string;
}

export type ReadProcess = (pid: number) => Promise<ProcessFacts | undefined>;

const readProc: ReadProcess = async (pid) => {
  const [stat, command] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  // The name in parentheses may hold anything; state and parent follow it.
  const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return { ppid, command: command.replaceAll('\0', ' ') };
};

const readPs: ReadProcess = async (pid) => {
  const { stdout } = await run('ps', ['-o', 'ppid=,command=', '-p', String(pid)]);
  const [, ppid, command = ''] = /^\s*(\d+)\s+(.*)$/mu.exec(stdout) ?? [];
  return ppid === undefined ? undefined : { ppid: Number(ppid), command };
};

/** Asks the system; undefined for a process that is gone. */
export const readProcess: ReadProcess = async (pid) => {
  try {
    return await (process.platform === 'linux' ? readProc(pid) : readPs(pid));
  } catch {
    return undefined;
  }
};

const PACKAGE_MANAGER = /(^|[\s/])(npm|npx|pnpm)(\s|\.c?js|$)/u;
const MOST_ANCESTORS = 8;

interface Link {
  readonly pid: number;
  readonly ppid: number;
}

/** The way from this process up to the package manager that was called first; empty when there is none. */
export const findStarterChain = async (read: ReadProcess, pid: number): Promise<readonly Link[]> => {
  const links: Link[] = [];
  let length = 0;
  let current = pid;
  while (links.length < MOST_ANCESTORS && current > 1) {
    const facts = await read(current);
    if (facts === undefined) break;
    if (PACKAGE_MANAGER.test(facts.command)) length = links.length;
    links.push({ pid: current, ppid: facts.ppid });
    current = facts.ppid;
  }
  return links.slice(0, length);
};

/** True when one of them has lost its parent. */
export const isChainBroken = async (read: ReadProcess, chain: readonly Link[]): Promise<boolean> => {
  const now = await Promise.all(chain.map(({ pid }) => read(pid)));
  return now.some((facts, index) => facts?.ppid !== chain[index]?.ppid);
};
