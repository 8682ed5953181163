import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { KeepKey } from '@sherpa/core';
import type { NewTask } from '@sherpa/db';
import { newTask } from '@sherpa/db/testing';
import { duties } from './conducting.ts';
import { cancelling, enqueueing, retrying } from './enqueueing.ts';
import { assertAgreement, assertNothingForgotten } from './facts.ts';
import { plainly, type Plan } from './plans.ts';
import { crash, settle, step } from './stepping.ts';
import { beat, draining, newWorker, working } from './working.ts';
import { HOUR_MS, type WorkerProcess, type World } from './world.ts';

type Command = fc.AsyncCommand<World, World>;

/** Something that happens to the world, after which the ledger must be what the model says. */
const command = (
  name: string,
  happen: (world: World) => Promise<unknown>,
  can: (world: World) => boolean = () => true,
): Command => ({
  check: (world) => can(world),
  run: async (_, world) => {
    await happen(world);
    await assertAgreement(world);
    await assertNothingForgotten(world);
  },
  toString: () => name,
});

/** The numbers in commands choose among what there is. */
const nth = fc.nat(30);

const pick = <T>(from: readonly T[], index: number): T[] =>
  from.slice(index % Math.max(1, from.length)).slice(0, 1);

const workerOf = (world: World, index: number): WorkerProcess[] =>
  pick(
    world.workers.filter(({ isStopping }) => !isStopping),
    index,
  );

type Wish = Partial<NewTask>;

const usually = <const T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

/** Few keys, so that they meet. */
const wish: fc.Arbitrary<Wish> = fc.record({
  type: fc.constantFrom('contacts.sync', 'contacts.sync', 'contacts.count'),
  key: fc.constantFrom(...usually(undefined, 4), 'k1', 'k2'),
  keepKey: fc.constantFrom<KeepKey[]>('until-finished', 'until-finished', { forMs: HOUR_MS }),
  onDuplicate: fc.constantFrom('replace', 'debounce', 'drop'),
  concurrencyKey: fc.constantFrom(...usually(undefined, 3), 'c1', 'c2'),
  priority: fc.constantFrom(100, 100, 1),
  delayMs: fc.constantFrom(...usually(0, 4), HOUR_MS),
  maxAttempts: fc.constantFrom(1, 2),
  payload: fc.nat(9),
});

const ordinary: Wish = {
  type: 'contacts.sync',
  keepKey: 'until-finished',
  onDuplicate: 'replace',
  priority: 100,
  delayMs: 0,
  maxAttempts: 1,
};

/** What is special about it. */
const told = (one: object, usual: object): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(one).filter(
        (field) => !Object.entries(usual).some((other) => isDeepStrictEqual(field, other)),
      ),
    ),
  );

/** Two of one batch under one key would not come one after the other, as they do in the model. */
const wishes = fc.uniqueArray(wish, {
  minLength: 1,
  maxLength: 3,
  comparator: (one, other) => one.key !== undefined && one.key === other.key,
});

/** Several ends of one batch may ask for one key; only the first gets it. */
const afterwards = wish.map((one): Wish => ({ ...one, onDuplicate: 'drop' }));

const plan: fc.Arbitrary<Plan> = fc.record({
  isLong: fc.boolean(),
  getsOn: fc.constantFrom(...usually(false, 3), true),
  comesTo: fc.constantFrom(...usually('result', 5), 'failure', 'retry', 'retry later', 'not yet'),
  leaves: fc.constantFrom(...usually('nothing', 5), 'event', 'task', 'message', 'state', 'refused'),
  followUp: afterwards,
});

const toldPlan = ({ followUp, ...rest }: Plan): string =>
  `${told(rest, plainly)} ${told(followUp, ordinary)}`;

const enqueue = fc
  .tuple(wishes, fc.constantFrom('alone', 'within', 'rolled back'), nth)
  .map(([list, how, id]) =>
    command(`enqueue ${how} ${list.map((one) => told(one, ordinary)).join(' ')}`, (world) => {
      const tasks = list.map((one) => newTask(world.ground.tenantId, one));
      return world.begin(`script ${id}`, enqueueing(world, tasks, how));
    }),
  );

/** As many alike as share jobs. */
const bulk = fc.constant(
  command('enqueue 20 alike', (world) => {
    const tasks = Array.from({ length: 20 }, () => newTask(world.ground.tenantId));
    return world.begin('script 0', enqueueing(world, tasks, 'alone'));
  }),
);

const take = fc.tuple(nth, nth, fc.array(plan, { minLength: 1, maxLength: 2 })).map(([w, j, plans]) =>
  command(
    `worker ${w} takes job ${j} ${plans.map(toldPlan).join(' ')}`,
    async (world) => {
      for (const worker of workerOf(world, w))
        for (const job of pick(world.jobs.in('waiting'), j))
          await world.begin(worker.id, working(world, worker, world.jobs.take(job), plans));
    },
    (world) => world.jobs.in('waiting').length > 0,
  ),
);

const end = fc.constant(command('everything under way ends', (world) => settle(world)));

const goOn = nth.map((n) => command(`step ${n}`, (world) => step(world, n)));

const die = nth.map((n) =>
  command(
    `crash ${n}`,
    async (world) => {
      for (const { owner } of pick(world.threads, n)) crash(world, owner);
    },
    (world) => world.threads.length > 0,
  ),
);

/** Its worker is presumed dead, and may live. */
const stall = fc.tuple(nth, nth, fc.array(plan, { minLength: 1, maxLength: 2 })).map(([j, w, plans]) =>
  command(
    `job ${j} is given to worker ${w} ${plans.map(toldPlan).join(' ')}`,
    async (world) => {
      for (const job of pick(world.jobs.in('active'), j)) {
        world.jobs.stall(job);
        for (const worker of workerOf(world, w))
          await world.begin(worker.id, working(world, worker, world.jobs.take(job), plans));
      }
    },
    (world) => world.jobs.in('active').length > 0,
  ),
);

const endLease = nth.map((n) =>
  command(
    `lease ${n} runs out`,
    async (world) => {
      for (const { id } of pick(world.model.all('in_progress'), n)) await world.endLease(id);
    },
    (world) => world.model.all('in_progress').length > 0,
  ),
);

const heartbeat = nth.map((n) =>
  command(`heartbeat of worker ${n}`, async (world) => {
    for (const worker of workerOf(world, n)) await beat(world, worker);
  }),
);

/** It gives back what it runs and takes nothing more; another one takes its place. */
const drain = nth.map((n) =>
  command(`worker ${n} drains`, async (world) => {
    for (const worker of workerOf(world, n)) {
      worker.isStopping = true;
      world.workers.push(newWorker());
      await world.begin(worker.id, draining(world, worker));
    }
  }),
);

const duty = fc.tuple(fc.constantFrom(...Object.values(duties)), nth).map(([perform, id]) =>
  command(`conductor ${id}: ${perform.name}`, async (world) => {
    await world.begin(`conductor ${id}`, perform(world));
  }),
);

const cancel = nth.map((n) =>
  command(`cancel task ${n}`, async (world) => {
    for (const id of pick([...world.model.tasks.keys()], n))
      await world.begin(`cancels ${n}`, cancelling(world, id));
  }),
);

const retry = nth.map((n) =>
  command(
    `retry task ${n}`,
    async (world) => {
      for (const { id } of pick(world.model.all('failed', 'cancelled', 'completed'), n))
        await world.begin(`retries ${n}`, retrying(world, id));
    },
    (world) => world.model.all('failed', 'cancelled').length > 0,
  ),
);

const lose = fc.constant(command('the queue loses everything', async (world) => world.jobs.lose()));
const forget = fc.constant(command('ended jobs are forgotten', async (world) => world.jobs.forgetEnded()));
const pass = fc.constant(command('time passes', (world) => world.passTime()));

/** Everything that may happen, the ordinary more often. */
export const commands = fc.commands<World, World, false>(
  [
    ...usually(enqueue, 10),
    bulk,
    ...usually(take, 10),
    ...usually(goOn, 10),
    ...usually(end, 5),
    ...usually(die, 2),
    ...usually(stall, 6),
    ...usually(endLease, 3),
    heartbeat,
    drain,
    ...usually(duty, 3),
    ...usually(cancel, 3),
    retry,
    lose,
    forget,
    pass,
  ],
  { maxCommands: 60, size: 'max' },
);
