import type { Clock } from '@sherpa/core';

/** The sandbox's time: real time plus whatever it was moved by. Everything with a date reads it. */
export interface MovableClock extends Clock {
  nowMs(): number;
  advance(byMs: number): void;
}

/** A clock that runs on from the base clock and can be moved forward. */
export const makeMovableClock = (base: Clock): MovableClock => {
  let offsetMs = 0;
  const nowMs = () => base.now().getTime() + offsetMs;
  return {
    nowMs,
    now: () => new Date(nowMs()),
    advance: (byMs) => {
      offsetMs += byMs;
    },
  };
};
