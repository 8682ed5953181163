import type { ContestantName } from './contestants/index.ts';

/** What can be measured. */
export const measureNames = [
  'enqueue-one',
  'enqueue-100',
  'enqueue-bulk',
  'drain-bulk',
  'drain-single',
  'together',
  'latency',
  'history',
  'idle',
] as const;

export type MeasureName = (typeof measureNames)[number];

/** Microseconds of CPU a task, and bytes that stay in memory, by process. */
export interface ByProcess {
  readonly redis: number | null;
  readonly postgres: number;
  readonly producer: number;
  readonly workers: number;
}

/** What one repetition of one measure came to. */
export interface Run {
  readonly contestant: ContestantName;
  readonly measure: MeasureName;
  /** Tells variants of a measure apart: `c=200 w=1`, `p99`; empty where there is but one. */
  readonly variant: string;
  readonly tasks: number;
  readonly seconds: number;
  readonly value: number;
  readonly unit: 'tasks/s' | 'ms' | '%';
  readonly cpuUs?: ByProcess;
  readonly residentBytes?: ByProcess;
  /** True where the time was over before the tasks were. */
  readonly isCut?: boolean;
  /** True where the session cannot go on, because tasks of this run are still waiting in it. */
  readonly leavesTasks?: boolean;
}
