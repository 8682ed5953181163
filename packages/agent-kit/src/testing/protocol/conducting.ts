import assert from 'node:assert/strict';
import { newId } from '@sherpa/core';
import { overdueJobs, passStaleTurns, pendingTasks, planRefill, releaseStalledTasks } from '@sherpa/db';
import { dispatching } from './dispatching.ts';
import { AGENT, type Course, type World } from './world.ts';

/** Adds the jobs that whoever committed did not, or has not yet: time is what the test says, so nothing is too soon. */
async function* relaying(world: World): Course {
  const overdue = await overdueJobs(world.ground.db.engine, { olderThanMs: 0, limit: 100 });
  yield* dispatching(world, overdue, 'ensure');
}

/** Ends the leases of the dead. */
async function* releasing(world: World): Course {
  const { tasks, staged } = await releaseStalledTasks(world.ground.db.engine, 500);
  assert.deepEqual(
    tasks.map(({ id }) => id).toSorted(),
    world.model.release().toSorted(),
    'whose leases ended',
  );
  yield* dispatching(world, staged);
}

async function* passingTurns(world: World): Course {
  yield* dispatching(world, [await passStaleTurns(world.ground.db.engine)]);
}

/** Few, so that much can happen between one page and the next. */
const PAGE = 3;

async function* refilling({ jobs, ground: { db } }: World): Course {
  for (let after: string | undefined; ;) {
    const page = await pendingTasks(db.engine, { agent: AGENT, after, limit: PAGE });
    yield;
    jobs.ensure(planRefill(page));
    yield;
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
}

/** Fills a queue that was lost from the ledger, and says so where nobody did before and nothing was lost again. */
async function* rebuilding(world: World): Course {
  const { jobs } = world;
  if (jobs.mark === 'whole') return;
  const begun = newId();
  jobs.mark = begun;
  yield* refilling(world);
  if (jobs.mark === begun) jobs.mark = 'whole';
}

/** Finds a queue empty though tasks are pending; here it looks only where a loss can have left such. */
async function* reconciling(world: World): Course {
  const { jobs } = world;
  if (jobs.lostInHand.size > 0 && jobs.pointedAt().size === 0) yield* refilling(world);
}

/** What a conductor does again and again. */
export const duties = {
  relay: relaying,
  release: releasing,
  'pass turns': passingTurns,
  rebuild: rebuilding,
  reconcile: reconciling,
};
