import { readFileSync } from 'node:fs';
import type pg from 'pg';

/** How many milliseconds some processes have computed so far; NaN where the system does not tell. */
export type CpuClock = () => number;

/** Where it does not matter. */
export const noClock: CpuClock = () => Number.NaN;

const NANOSECONDS_IN_MS = 1e6;

const computed = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / NANOSECONDS_IN_MS;
  } catch {
    return Number.NaN;
  }
};

/**
 * The processor time of the server processes that serve this application, on this machine and by Linux's own
 * count. On a machine that does other things as well, it tells what a statement costs, without its waits.
 * Connections that are opened later are not counted.
 */
export const cpuClockOf = async (client: pg.Client, applicationName: string): Promise<CpuClock> => {
  const { rows } = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where application_name = $1 and datname = current_database()',
    [applicationName],
  );
  return () => rows.reduce((sum, { pid }) => sum + computed(pid), 0);
};

/** For a report: nothing where it is not known. */
export const knownMs = (ms: number): number | null => (Number.isNaN(ms) ? null : ms);
