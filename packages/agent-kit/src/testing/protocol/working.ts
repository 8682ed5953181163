import assert from 'node:assert/strict';
import { newId } from '@sherpa/core';
import { claimTasks, handBackTasks, readDueTasks, renewLeases } from '@sherpa/db';
import type { JobOutcome } from '@sherpa/queue';
import { afterClaim } from '../../engine/job-outcome.ts';
import { attempting, hold, type Place } from './attempting.ts';
import { dispatching } from './dispatching.ts';
import type { TakenJob } from './job-set.ts';
import type { Plan } from './plans.ts';
import { AGENT, HOUR_MS, type Course, type WorkerProcess, type World } from './world.ts';

interface TaskPlace {
  readonly id: string;
  readonly place: Place;
}

const done: JobOutcome = { kind: 'done' };

async function* claiming(place: Place, job: TakenJob, id: string): Course<JobOutcome> {
  const { world, worker } = place;
  const expected = world.model.claim(id, worker.id);
  const request = { agent: AGENT, workerId: worker.id, leaseMs: HOUR_MS, ids: [id] };
  const [claim] = await claimTasks(world.ground.db.engine, request);
  assert.equal(claim?.kind === 'claimed', expected, 'whether the task is claimed');
  if (claim === undefined) return done;
  return claim.kind === 'claimed' ? yield* attempting(place, claim.task, true) : afterClaim(claim, job);
}

/** What may begin was read; everything else is claimed in writing, and mostly in vain. */
async function* beginning(places: readonly TaskPlace[], job: TakenJob): Course<JobOutcome[]> {
  const [first] = places;
  if (first === undefined) return [];
  const { model, ground } = first.place.world;
  const tasks = await readDueTasks(ground.db.hot, AGENT, job.taskIds);
  const read = new Map(tasks.map((task) => [task.id, task]));
  assert.deepEqual(
    [...read.keys()].toSorted(),
    job.taskIds.filter((id) => model.canRead(id)).toSorted(),
    'what may begin',
  );
  return yield* together(
    places.map(({ id, place }) => {
      const task = read.get(id);
      return task === undefined ? claiming(place, job, id) : attempting(place, task, false);
    }),
  );
}

/** All at the same time: whichever can, does a step. */
async function* together<T>(courses: readonly Course<T>[]): Course<T[]> {
  const results: T[] = [];
  let left = courses.map((course, index) => ({
    course,
    index,
    rest: undefined as (() => boolean) | undefined,
  }));
  while (left.length > 0) {
    for (const one of left.filter(({ rest }) => rest === undefined || rest())) {
      const { done: isOver, value } = await one.course.next();
      if (isOver === true) {
        results[one.index] = value;
        left = left.filter((other) => other !== one);
      } else one.rest = value;
      if (left.length > 0) {
        const now = left;
        yield () => now.some(({ rest }) => rest === undefined || rest());
      }
    }
  }
  return results;
}

/** The job of a pack comes back with the first of what is left of it. */
const afterAll = (outcomes: readonly JobOutcome[]): JobOutcome => {
  const rests = outcomes.flatMap((outcome) => ('afterMs' in outcome ? [outcome.afterMs] : []));
  return rests.length === 0 ? done : { kind: 'later', afterMs: Math.min(...rests) };
};

async function* outcomeOfJob(
  base: Omit<Place, 'plan'>,
  job: TakenJob,
  plans: readonly Plan[],
): Course<JobOutcome> {
  const { hasOwnJob, world } = base;
  const places = job.taskIds.map((id, index) => ({
    id,
    place: { ...base, plan: plans[index % plans.length]! },
  }));
  if (!job.wasStalled) {
    const outcomes = yield* beginning(places, job);
    return hasOwnJob ? (outcomes[0] ?? done) : afterAll(outcomes);
  }
  const [only] = places;
  if (hasOwnJob && only !== undefined) return yield* claiming(only.place, job, only.id);
  world.jobs.ensure(job.taskIds.map((id) => ({ id, taskIds: [id], delayMs: 0 })));
  return done;
}

/** From a job to its outcome, as in `makeProcessJob`; its worker may die of every step. */
export async function* working(
  world: World,
  worker: WorkerProcess,
  job: TakenJob,
  plans: readonly Plan[],
): Course {
  const outcome = yield* outcomeOfJob({ world, worker, hasOwnJob: job.taskIds.length === 1 }, job, plans);
  yield;
  world.jobs.settle(job, outcome);
}

/** Prolongs the leases of what a worker runs, and hears who is to stop. */
export const beat = async ({ model, ground }: World, worker: WorkerProcess): Promise<void> => {
  const attempts = [...worker.running.values()].filter(({ isHeld }) => isHeld);
  const answers = await renewLeases(
    ground.db.engine,
    HOUR_MS,
    attempts.map(({ task }) => ({ id: task.id, attempt: task.attempt, progress: null })),
  );
  const heard = new Map(answers.map((answer) => [answer.id, answer.cancelRequested]));
  for (const attempt of attempts) {
    const { id, attempt: number } = attempt.task;
    const runs = model.isRunning(id, number);
    assert.equal(heard.get(id), runs ? model.task(id).isToStop : undefined, 'what a heartbeat hears');
    if (runs) model.renew(id);
    else attempt.interruption ??= 'lease-lost';
    if (runs && model.task(id).isToStop) attempt.interruption ??= 'cancelled';
  }
};

/** Gives everything back that a worker runs, as its process does when it is to end. */
export async function* draining(world: World, worker: WorkerProcess): Course {
  const { model, ground } = world;
  const attempts = [...worker.running.values()];
  for (const attempt of attempts) if (!attempt.isHeld) yield* hold({ world, worker }, attempt);
  const held = attempts
    .filter(({ isHeld }) => isHeld)
    .map(({ task }) => ({ id: task.id, attempt: task.attempt }));
  const expected = held.filter(({ id, attempt }) => model.isRunning(id, attempt)).map(({ id }) => id);
  const { ids, staged } = await handBackTasks(
    ground.db.engine,
    held.map((one) => ({ ...one, progress: null })),
  );
  for (const id of expected) model.handBack(id);
  assert.deepEqual(ids.toSorted(), expected.toSorted(), 'what is handed back');
  for (const attempt of attempts) attempt.interruption ??= 'drain';
  yield* dispatching(world, [staged]);
}

/** A process that has just started. */
export const newWorker = (): WorkerProcess => ({
  id: newId(),
  running: new Map(),
  outgoing: [],
  isStopping: false,
});
