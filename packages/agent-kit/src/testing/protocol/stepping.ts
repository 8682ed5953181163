import assert from 'node:assert/strict';
import { committing } from './committing.ts';
import { duties } from './conducting.ts';
import { assertAgreement, assertNothingForgotten } from './facts.ts';
import { plainly } from './plans.ts';
import { newWorker, working } from './working.ts';
import type { World } from './world.ts';

/** One of the processes does its next step, the nth of those that can; false where none can. */
export const step = async (world: World, nth: number): Promise<boolean> => {
  const threads = world.ready();
  const workers = world.workers.filter(({ outgoing }) => outgoing.length > 0);
  const index = nth % Math.max(1, threads.length + workers.length);
  const thread = threads[index];
  const worker = workers[index - threads.length];
  if (thread !== undefined) await world.advance(thread);
  else if (worker !== undefined) await world.begin(worker.id, committing(world, worker));
  return thread !== undefined || worker !== undefined;
};

/** A process dies, and another one starts in the place of a worker. */
export const crash = (world: World, owner: string): void => {
  world.kill(owner);
  const index = world.workers.findIndex(({ id }) => id === owner);
  const [dead] = index < 0 ? [] : world.workers.splice(index, 1);
  if (dead?.isStopping === false) world.workers.push(newWorker());
};

/** Whatever has begun goes on to its end. */
export const settle = async (world: World): Promise<void> => {
  while (await step(world, 0));
  assert.deepEqual(world.threads, [], 'a process waits for something that does not come');
};

const conduct = async (world: World): Promise<void> => {
  for (const duty of Object.values(duties)) {
    await world.begin('conductor', duty(world));
    await settle(world);
  }
};

const workOff = async (world: World): Promise<void> => {
  for (;;) {
    const worker = world.workers.find(({ isStopping }) => !isStopping);
    const [job] = world.jobs.in('waiting');
    if (worker === undefined || job === undefined) return;
    await world.begin(worker.id, working(world, worker, world.jobs.take(job), [plainly]));
    await settle(world);
  }
};

/** Time passes, the dead are found, conductors and workers do what they do. */
const round = async (world: World): Promise<void> => {
  await world.passTime();
  for (const { id } of world.model.all('in_progress')) await world.endLease(id);
  for (const job of world.jobs.in('active')) world.jobs.stall(job);
  await conduct(world);
  await assertNothingForgotten(world);
  await workOff(world);
};

/** More than any of the plans could want. */
const ROUNDS = 5;

/** Nothing new comes, nobody dies any more: everything comes to its end, and the ledger and the queue are empty. */
export const quiesce = async (world: World): Promise<void> => {
  await settle(world);
  for (let rounds = 0; rounds < ROUNDS && world.model.all('pending', 'in_progress').length > 0; rounds += 1)
    await round(world);
  await assertAgreement(world);
  assert.deepEqual(world.model.all('pending', 'in_progress', 'waiting'), [], 'these never come to an end');
};
