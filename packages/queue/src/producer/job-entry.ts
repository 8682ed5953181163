/** A job to be: the place in an agent's queue of one task, or of several (a pack). */
export interface JobEntry {
  /** The task's own id, or that of the pack; a second job of the same id is not added. */
  readonly id: string;
  readonly taskIds: readonly string[];
  readonly type: string;
  /** 0 first, larger later, up to 1,023; equal ones by rank. */
  readonly priority: number;
  /** 0 first, up to 2,047; equal ones in the order they were added. 0 where absent. */
  readonly rank?: number;
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
