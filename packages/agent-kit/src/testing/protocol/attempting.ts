import assert from 'node:assert/strict';
import { AgentError } from '@sherpa/core';
import { forgiveAttempts, holdTasks, type Finish, type FinishAnswer, type Task } from '@sherpa/db';
import type { JobOutcome } from '@sherpa/queue';
import { afterFinish } from '../../engine/job-outcome.ts';
import { cancelled, finishOf, nothing } from '../../engine/finish-of.ts';
import { toFailure } from '../../engine/outcome.ts';
import { leftBy, outcomeOf, type Plan } from './plans.ts';
import {
  HOUR_MS,
  type Course,
  type Outgoing,
  type RunningAttempt,
  type WorkerProcess,
  type World,
} from './world.ts';

/** What is needed to work on a job. */
export interface Place {
  readonly world: World;
  readonly worker: WorkerProcess;
  readonly plan: Plan;
  readonly hasOwnJob: boolean;
}

const later: JobOutcome = { kind: 'later', afterMs: 0 };

/** Hands the end of an attempt over to its process, which commits it together with others. */
async function* commit({ worker, world }: Place, task: Task, finish: Finish): Course<FinishAnswer['kind']> {
  const isRefused = finish.events.some(({ id }) => world.model.events.has(id));
  const outgoing: Outgoing = { task, finish, isRefused, answer: undefined };
  worker.outgoing.push(outgoing);
  yield () => outgoing.answer !== undefined;
  return outgoing.answer ?? 'fenced';
}

async function* record(place: Place, task: Task, finish: Finish): Course<JobOutcome> {
  const answer = yield* commit(place, task, finish);
  if (answer === 'fenced') return later;
  if (answer === 'committed') return afterFinish(finish);
  // A result that cannot be kept is a failed attempt, as in `recordFinish`.
  assert.equal(finish.outcome.status, 'completed', 'only a result can be refused');
  const policy = { attempts: task.maxAttempts, delayMs: 0, maxDelayMs: 0 };
  const failure = toFailure(task, policy, new AgentError('Refused.', { retry: 'backoff' }), () => 0);
  return yield* record(place, task, finishOf({ ...finish, task }, failure));
}

/** Writes down that it runs here. */
export async function* hold(
  { world, worker }: Pick<Place, 'world' | 'worker'>,
  attempt: RunningAttempt,
): Course {
  const { id, attempt: number } = attempt.task;
  const expected = world.model.hold(id, number, worker.id);
  const held = await holdTasks(world.ground.db.hot, { workerId: worker.id, leaseMs: HOUR_MS }, [
    { id, attempt: number, ranMs: 50 },
  ]);
  assert.equal(held.has(id), expected, 'whether the attempt is held');
  attempt.isHeld = expected;
  if (!expected) attempt.interruption ??= 'lease-lost';
  yield;
}

/** Keeps how far it is; answers with the task as the ledger knows it then. */
async function* getOn({ world, worker }: Place, { task }: RunningAttempt): Course<Task> {
  const { id, attempt } = task;
  world.model.getOn(id, attempt, worker.id);
  await forgiveAttempts(world.ground.db.engine, { taskId: id, attempt, workerId: worker.id });
  yield;
  return { ...task, uncountedAttempts: Math.max(task.uncountedAttempts, attempt - 1) };
}

async function* run(place: Place, attempt: RunningAttempt): Course<JobOutcome> {
  const { world, worker, plan, hasOwnJob } = place;
  const { stateVersion } = world.model;
  yield;
  if ((plan.isLong || plan.getsOn) && !attempt.isHeld) yield* hold(place, attempt);
  const task = plan.getsOn && attempt.isHeld ? yield* getOn(place, attempt) : attempt.task;
  if (attempt.interruption === 'lease-lost' || attempt.interruption === 'drain') return later;
  const ending = { task, workerId: worker.id, ranMs: 1, vendorCalls: 0, hasOwnJob };
  if (attempt.interruption === 'cancelled') return yield* record(place, task, finishOf(ending, cancelled));
  const outcome = outcomeOf(plan, task);
  const left = outcome.status === 'completed' ? leftBy(world, plan, task, stateVersion) : nothing;
  return yield* record(place, task, finishOf(ending, outcome, left));
}

/** Works on a task that was read or claimed, to the record of its end. */
export async function* attempting(place: Place, task: Task, isHeld: boolean): Course<JobOutcome> {
  const { running } = place.worker;
  const other = running.get(task.id);
  if (other !== undefined && other.task.attempt >= task.attempt) return { kind: 'later', afterMs: HOUR_MS };
  if (other !== undefined) other.interruption ??= 'lease-lost';
  const attempt: RunningAttempt = { task, isHeld, interruption: undefined };
  running.set(task.id, attempt);
  try {
    return yield* run(place, attempt);
  } finally {
    if (running.get(task.id) === attempt) running.delete(task.id);
  }
}
