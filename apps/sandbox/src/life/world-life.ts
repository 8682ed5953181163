import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MovableClock } from '../clock.ts';
import { runDueJobs } from '../notion/changes/template-jobs.ts';
import type { Random } from '../random.ts';
import { makeStripeLife } from '../stripe/life/stripe-life.ts';
import { DAY_MS } from '../world/moments.ts';
import type { World } from '../world/make-world.ts';
import { makePeople, type People } from './people.ts';

/** The world as time passes. */
export interface WorldLife {
  /** Moves the clock and brings about on the way what falls due, each thing at its moment. */
  advance(byMs: number): Promise<void>;
  /** Brings about what real time has made due. */
  catchUp(): Promise<void>;
  /** Whether people do their daily work; Stripe and Notion do theirs in any case. */
  setPeople(areAtWork: boolean): void;
  hasPeople(): boolean;
}

export interface WorldLifeDeps {
  readonly world: World;
  readonly clock: MovableClock;
  readonly random: Random;
  /** Told after each step: there may be more to deliver. */
  onStep(): void;
}

/** Others get their turn at least so often. */
const LONGEST_TURN_MS = 15;

export const makeWorldLife = ({ world, clock, random, onStep }: WorldLifeDeps): WorldLife => {
  const stripe = makeStripeLife(world.stripe, world.stripe.nowSeconds());
  let people: People | null = null;
  let turnBeganMs = performance.now();
  // One after the other: two that advance at once would do the same work twice.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  const breathe = async (): Promise<void> => {
    if (performance.now() - turnBeganMs < LONGEST_TURN_MS) return;
    onStep();
    await nextTurn();
    turnBeganMs = performance.now();
  };
  const endStep = (): void => {
    stripe.liveUntil(world.stripe.nowSeconds());
    runDueJobs(world.notion);
    onStep();
  };
  /** The days' own hour at which Stripe and Notion do what is due; people act at any time in between. */
  const nextStop = (untilMs: number): number =>
    Math.min((Math.floor(clock.nowMs() / DAY_MS) + 1) * DAY_MS, untilMs);
  const workUntil = async (stopMs: number): Promise<void> => {
    for (let atMs = people?.nextAtMs() ?? Infinity; atMs <= stopMs; atMs = people?.nextAtMs() ?? Infinity) {
      clock.advance(Math.max(atMs - clock.nowMs(), 0));
      people?.runDue(clock.nowMs());
      await breathe();
    }
  };
  const liveUntil = async (untilMs: number): Promise<void> => {
    turnBeganMs = performance.now();
    do {
      const stopMs = nextStop(untilMs);
      await workUntil(stopMs);
      clock.advance(Math.max(stopMs - clock.nowMs(), 0));
      endStep();
      await breathe();
    } while (clock.nowMs() < untilMs);
  };
  return {
    advance: (byMs) => inTurn(() => liveUntil(clock.nowMs() + byMs)),
    catchUp: () => inTurn(() => liveUntil(clock.nowMs())),
    setPeople: (areAtWork) => {
      if (areAtWork) people ??= makePeople({ world, random, beginsMs: clock.nowMs() });
      else people = null;
    },
    hasPeople: () => people !== null,
  };
};
