import type { MovableClock } from '../clock.ts';
import { DAY_MS } from '../world/moments.ts';
import type { People } from './people.ts';

/** A stretch of time; the clock stands at each step's moment and in the end is moved by what was asked. */
export interface Journey {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly movedMs: number;
}

/** Told of journeys as they go. */
export interface JourneyLog {
  beginJourney(journey: Journey): void;
  touch(): void;
  endStep(): void;
  endJourney(): void;
}

/** Where nobody wants to know. */
export const untold: JourneyLog = {
  beginJourney: () => undefined,
  touch: () => undefined,
  endStep: () => undefined,
  endJourney: () => undefined,
};

export interface WalkDeps {
  readonly clock: MovableClock;
  readonly journeys: JourneyLog;
  people(): People | null;
  /** Stripe and Notion do what is due. */
  endDay(): void;
}

/** The moments at which something is done until then: people's own, and the days' hour of Stripe and Notion. */
function* stepsOf({ fromMs, untilMs }: Journey, { clock, journeys, people, endDay }: WalkDeps) {
  const nextMs = () => people()?.nextAtMs() ?? Infinity;
  let atMs = fromMs;
  do {
    const stopMs = Math.min((Math.floor(atMs / DAY_MS) + 1) * DAY_MS, untilMs);
    for (let dueMs = nextMs(); dueMs <= stopMs; dueMs = nextMs()) {
      atMs = Math.max(dueMs, atMs);
      clock.hold(atMs);
      journeys.touch();
      people()?.runDue(atMs);
      yield;
    }
    atMs = Math.max(stopMs, atMs);
    clock.hold(atMs);
    endDay();
    yield;
  } while (atMs < untilMs);
}

/** Goes through a stretch of time; between its steps others may have their turn. */
export const walk = async (
  journey: Journey,
  deps: WalkDeps,
  afterStep: (steps: number) => Promise<void>,
): Promise<void> => {
  const { clock, journeys } = deps;
  let steps = 0;
  try {
    for (const _step of stepsOf(journey, deps)) {
      steps += 1;
      journeys.endStep();
      await afterStep(steps);
    }
  } finally {
    clock.advance(journey.movedMs);
    clock.release();
  }
};
