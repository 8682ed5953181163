import { fork } from 'node:child_process';
import { getHeapStatistics } from 'node:v8';

const MEGABYTE = 2 ** 20;

/** What there is besides the world, and what a contact comes to with all that hangs on it while a world is made. */
const BASE_MB = 100;
const CONTACTS_PER_MB = 250;

const heapFor = (contacts: number): number => BASE_MB + Math.ceil(contacts / CONTACTS_PER_MB);

/** Whether a world of this size fits into the heap, which Node limits when it starts by what the machine has. */
export const hasRoomFor = (contacts: number): boolean =>
  getHeapStatistics().heap_size_limit / MEGABYTE >= heapFor(contacts);

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs a script as a process with room for a world of this size, and stands in for it towards who started us. */
export const runWithRoom = (script: string, contacts: number): void => {
  // In a group of its own: a Ctrl-C comes here only, and is handed on once.
  const child = fork(script, {
    detached: true,
    execArgv: [...process.execArgv, `--max-old-space-size=${heapFor(contacts)}`],
  });
  const handOn = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  const disconnect = (): void => {
    if (child.connected) child.disconnect();
  };
  for (const signal of SIGNALS) process.on(signal, handOn);
  process.on('disconnect', disconnect);
  child.on('message', (message) => process.send?.(message));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
    for (const signal of SIGNALS) process.off(signal, handOn);
    process.off('disconnect', disconnect);
    if (process.connected) process.disconnect();
  });
};
