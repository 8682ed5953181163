import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MovableClock } from '../clock.ts';
import { runDueJobs } from '../notion/changes/template-jobs.ts';
import type { Random } from '../random.ts';
import { makeStripeLife } from '../stripe/life/stripe-life.ts';
import type { World } from '../world/make-world.ts';
import { untold, walk, type Journey, type JourneyLog } from './journey.ts';
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
  /** Lives through a stretch of time as it was lived before; told after each step how many there were. */
  live(journey: Journey, afterStep: (steps: number) => Promise<void>): Promise<void>;
}

export interface WorldLifeDeps {
  readonly world: World;
  readonly clock: MovableClock;
  readonly random: Random;
  readonly journeys?: JourneyLog | undefined;
  /** Told after each step: there may be more to deliver. */
  onStep(): void;
}

/** Others get their turn at least so often. */
const LONGEST_TURN_MS = 15;

export const makeWorldLife = ({
  world,
  clock,
  random,
  journeys = untold,
  onStep,
}: WorldLifeDeps): WorldLife => {
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
  const endDay = (): void => {
    stripe.liveUntil(world.stripe.nowSeconds());
    runDueJobs(world.notion);
    onStep();
  };
  const deps = { clock, journeys, people: () => people, endDay };
  const go = async (movedMs: number): Promise<void> => {
    const fromMs = clock.nowMs();
    const journey = { fromMs, untilMs: fromMs + movedMs, movedMs };
    journeys.beginJourney(journey);
    turnBeganMs = performance.now();
    await walk(journey, deps, breathe).finally(journeys.endJourney);
  };
  return {
    advance: (byMs) => inTurn(() => go(byMs)),
    catchUp: () => inTurn(() => go(0)),
    live: (journey, afterStep) => inTurn(() => walk(journey, deps, afterStep)),
    setPeople: (areAtWork) => {
      if (areAtWork) people ??= makePeople({ world, random, beginsMs: clock.nowMs() });
      else people = null;
    },
    hasPeople: () => people !== null,
  };
};
