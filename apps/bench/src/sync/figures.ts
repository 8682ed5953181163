import type { MeasuredSync } from './run-memory-sync.ts';
import type { SandboxSync } from './run-sandbox-sync.ts';

/** What the benchmark holds the sync to. */
const FASTEST_ROWS = 10_000;
const MOST_BYTES = 200 * 1_048_576;
const MIB = 1_048_576;

export interface SyncFigures {
  readonly memory: MeasuredSync;
  readonly sandbox: SandboxSync;
}

/** A line that is printed, and whether its bar is met; null where it has none. */
export interface Line {
  readonly text: string;
  readonly isMet: boolean | null;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

const mark = (isMet: boolean): string => (isMet ? '✔' : '✘');

/** The figures for people, with their bars. */
export const toLines = ({ memory, sandbox }: SyncFigures): readonly Line[] => {
  const perSecond = memory.rows / memory.seconds;
  const [isFast, isSmall] = [perSecond >= FASTEST_ROWS, memory.peakBytes < MOST_BYTES];
  return [
    {
      text: `${mark(isFast)} into the database  ${count(perSecond)} contacts/s (${count(memory.rows)} in ${memory.seconds.toFixed(1)} s; ≥ ${count(FASTEST_ROWS)})`,
      isMet: isFast,
    },
    {
      text: `${mark(isSmall)} worker's memory    ${count(memory.peakBytes / MIB)} MiB at most (< ${count(MOST_BYTES / MIB)})`,
      isMet: isSmall,
    },
    {
      text: `  from the sandbox   ${count(sandbox.rows / sandbox.seconds)} contacts/s (${count(sandbox.rows)} in ${sandbox.seconds.toFixed(1)} s, a whole fleet, limits lifted)`,
      isMet: null,
    },
  ];
};
