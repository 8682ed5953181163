/** A task's place in its agent's queue. */
export interface JobEntry {
  readonly taskId: string;
  readonly type: string;
  /** 0 first, larger later; equal ones in the order they were added. */
  readonly priority: number;
  readonly delayMs: number;
}

/** How many jobs an agent's queue holds, by where they are. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly completed: number;
}
