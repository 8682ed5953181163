import { claimTasks, readDueTasks, type Claim, type Database, type Task } from '@sherpa/db';
import { makeBatcher } from './batcher.ts';

export interface ClaimDeps {
  readonly db: Pick<Database, 'hot' | 'engine'>;
  readonly agent: string;
  readonly workerId: string;
  readonly leaseMs: number;
}

/** The two ways to come to a task. */
export interface Claims {
  /** Those of the tasks that may begin now, by id. Nothing is written: see `readDueTasks`. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Task>>;
  /** Claims in writing: what was begun before by somebody who was not heard of again, or needs to be alone. */
  claim(id: string): Promise<Claim>;
}

/** 500 tasks are some hundred kilobytes at most; one batch at a time gathers more than two would. */
const READING = { maxBatch: 500, maxConcurrent: 1 };
const CLAIMING = { maxBatch: 200, maxConcurrent: 1 };

/** Claims of one process, gathered so that what comes together is one statement. */
export const makeClaims = ({ db, agent, workerId, leaseMs }: ClaimDeps): Claims => ({
  read: makeBatcher<readonly string[], ReadonlyMap<string, Task>>({
    ...READING,
    weigh: (ids) => ids.length,
    run: async (groups) => {
      const tasks = new Map(
        (await readDueTasks(db.hot, agent, groups.flat())).map((task) => [task.id, task]),
      );
      return groups.map(() => tasks);
    },
  }),
  claim: makeBatcher<string, Claim>({
    ...CLAIMING,
    run: (ids) => claimTasks(db.engine, { agent, workerId, leaseMs, ids }),
  }),
});
