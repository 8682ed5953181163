import { clearOutbox, type StagedJobs } from '@sherpa/db';
import type { Course, World } from './world.ts';

/** After the commit: adds the jobs, then clears the row. In between, and before, its process may die. */
export async function* dispatching(
  { jobs, ground }: World,
  staged: readonly StagedJobs[],
  how: 'add' | 'ensure' = 'add',
): Course {
  for (const { outboxId, jobs: entries } of staged) {
    if (entries.length === 0) continue;
    yield;
    jobs[how](entries);
    yield;
    await clearOutbox(ground.db.hot, [outboxId]);
  }
}
