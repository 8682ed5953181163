import type { Wanted } from './plan-run.ts';

/** What is asked of a stream. */
export interface RunRequest extends Omit<Wanted, 'taskId'> {
  /** Pages to read before the rest is left to another task. */
  readonly mostPages: number;
  /** Believe a listing that lacks most of what was there before. */
  readonly acceptAbsence: boolean;
}
