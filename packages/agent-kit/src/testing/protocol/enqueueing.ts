import assert from 'node:assert/strict';
import { cancelTask, enqueueTasks, enqueueTasksIn, retryTask, type NewTask } from '@sherpa/db';
import { dispatching } from './dispatching.ts';
import type { Course, World } from './world.ts';

/** In a commit of its own; in the transaction of somebody; or in one that is rolled back. */
export type Enqueueing = 'alone' | 'within' | 'rolled back';

class RolledBack extends Error {}

const enqueue = async ({ ground: { db, tenantId } }: World, tasks: readonly NewTask[], how: Enqueueing) => {
  if (how === 'alone') return enqueueTasks(db, tasks);
  try {
    return await db.withTenant(tenantId, async (tx) => {
      const enqueued = await enqueueTasksIn(tx, tasks);
      if (how === 'rolled back') throw new RolledBack();
      return enqueued;
    });
  } catch (err) {
    if (err instanceof RolledBack) return undefined;
    throw err;
  }
};

/** A script, the API or a schedule enqueues tasks. */
export async function* enqueueing(world: World, tasks: readonly NewTask[], how: Enqueueing): Course {
  const enqueued = await enqueue(world, tasks, how);
  if (enqueued === undefined) return;
  const standing = tasks.map((task) => world.model.insert(task));
  assert.deepEqual(
    enqueued.answers.map(({ id }) => id),
    standing,
    'the task that stands for each that was enqueued',
  );
  yield* dispatching(world, [enqueued.staged]);
}

/** A person cancels a task. */
export async function* cancelling(world: World, id: string): Course {
  const { db, tenantId } = world.ground;
  const moved = await db.withTenant(tenantId, (tx) => cancelTask(tx, id));
  assert.equal(
    moved.kind,
    world.model.cancel(id) ? 'moved' : 'refused',
    'whether there was something to cancel',
  );
  if (moved.kind !== 'moved') return;
  yield* dispatching(world, moved.staged === undefined ? [] : [moved.staged]);
  yield;
  if (moved.task.status === 'cancelled') world.jobs.remove(id);
}

/** A person begins a failed or cancelled task anew. */
export async function* retrying(world: World, id: string): Course {
  const { db, tenantId } = world.ground;
  const moved = await db.withTenant(tenantId, (tx) => retryTask(tx, id));
  assert.equal(moved.kind, world.model.retry(id), 'whether the task begins anew');
  if (moved.kind !== 'moved') return;
  yield;
  world.jobs.remove(id);
  yield* dispatching(world, moved.staged === undefined ? [] : [moved.staged], 'ensure');
}
