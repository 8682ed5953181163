import type { MeasuredSync } from './run-memory-sync.ts';
import type { SandboxSync } from './run-sandbox-sync.ts';

/** What the benchmark holds the sync to. */
const FASTEST_ROWS = 10_000;
const MIB = 1_048_576;
const MOST_BYTES = 200 * MIB;

/** A line that is printed, and whether its bar is met; null where it has none. */
export interface Line {
  readonly text: string;
  readonly isMet: boolean | null;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

const mark = (isMet: boolean): string => (isMet ? '✔' : '✘');

const speedOf = ({ rows, seconds }: { readonly rows: number; readonly seconds: number }): string =>
  `${count(rows / seconds)} contacts/s (${count(rows)} in ${seconds.toFixed(1)} s`;

const toSpeed = (largest: MeasuredSync): Line => {
  const isMet = largest.rows / largest.seconds >= FASTEST_ROWS;
  return { text: `${mark(isMet)} into the database  ${speedOf(largest)}; ≥ ${count(FASTEST_ROWS)})`, isMet };
};

const toCost = ({ rows, cpuUs, databaseCpuUs }: MeasuredSync): Line => ({
  text: `  computed           ${(cpuUs / rows).toFixed(0)} µs a contact by the worker, ${(databaseCpuUs / rows).toFixed(0)} by the database`,
  isMet: null,
});

const toMemory = (memory: readonly MeasuredSync[]): Line => {
  const isMet = memory.every(({ peakBytes }) => peakBytes < MOST_BYTES);
  const peaks = memory.map(({ rows, peakBytes }) => `${count(peakBytes / MIB)} of ${count(rows)}`);
  return {
    text: `${mark(isMet)} worker's memory    MiB at most, by contacts: ${peaks.join(', ')} (< ${count(MOST_BYTES / MIB)})`,
    isMet,
  };
};

/** What the sync and the database can do where no vendor is the limit, with its bars. */
export const memoryLines = (memory: readonly MeasuredSync[]): readonly Line[] => [
  ...memory.slice(-1).flatMap((largest) => [toSpeed(largest), toCost(largest)]),
  toMemory(memory),
  {
    text: '  The contacts above are made up in the process, as the client returns them: no vendor, no network.',
    isMet: null,
  },
];

/** What a fleet takes for all of it. */
export const sandboxLines = (sandbox: SandboxSync): readonly Line[] => [
  {
    text: `  from the sandbox   ${speedOf(sandbox)}; end to end by the vendor's SDK over HTTP, a whole fleet, limits lifted)`,
    isMet: null,
  },
];
