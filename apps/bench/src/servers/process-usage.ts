import { readFile } from 'node:fs/promises';

/** A tick of the kernel's accounting in microseconds: 100 a second on every Linux. */
const TICK_US = 10_000;
const KIB = 1_024;

const readProc = async (pid: number, file: string): Promise<string | undefined> => {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process has ended, or this is no Linux.
    return undefined;
  }
};

const childrenOf = async (pid: number): Promise<number[]> =>
  ((await readProc(pid, `task/${pid}/children`)) ?? '')
    .split(' ')
    .filter((child) => child.trim() !== '')
    .map(Number);

/** A process and all below it. */
const treeOf = async (pid: number): Promise<number[]> => {
  const below = await Promise.all((await childrenOf(pid)).map(treeOf));
  return [pid, ...below.flat()];
};

const ownCpuUs = async (pid: number): Promise<number> => {
  const stat = await readProc(pid, 'stat');
  if (stat === undefined) return 0;
  // The name in parentheses may hold spaces; utime, stime, cutime and cstime are the 12th to 15th after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_US;
};

/** CPU time of a process, its children and those that have ended, in microseconds; 0 where it cannot be known. */
export const cpuUs = async (pid: number): Promise<number> => {
  const tree = await Promise.all((await treeOf(pid)).map(ownCpuUs));
  return tree.reduce((sum, each) => sum + each, 0);
};

const ownMemory = async (pid: number): Promise<number> => {
  const rollup = await readProc(pid, 'smaps_rollup');
  const kib = /^Pss:\s+(\d+) kB$/mu.exec(rollup ?? '')?.[1];
  return Number(kib ?? 0) * KIB;
};

/** Resident memory of a process and its children in bytes, memory that several share counted once. */
export const residentBytes = async (pid: number): Promise<number> => {
  const tree = await Promise.all((await treeOf(pid)).map(ownMemory));
  return tree.reduce((sum, each) => sum + each, 0);
};
