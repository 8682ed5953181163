import type { Clock } from '@sherpa/core';

/** The sandbox's time: real time plus whatever it was moved by. Everything with a date reads it. */
export interface MovableClock extends Clock {
  nowMs(): number;
  advance(byMs: number): void;
  /** Stands still at that moment until it is released. */
  hold(atMs: number): void;
  /** Runs on from the real time, moved as it is. */
  release(): void;
  /** Does something at one moment, however long it takes to compute. */
  at<T>(atMs: number, work: () => T): T;
}

/** A clock that runs on from the base clock and can be moved forward. */
export const makeMovableClock = (base: Clock): MovableClock => {
  let offsetMs = 0;
  let heldMs: number | null = null;
  const nowMs = () => heldMs ?? base.now().getTime() + offsetMs;
  return {
    nowMs,
    now: () => new Date(nowMs()),
    advance: (byMs) => {
      offsetMs += byMs;
    },
    hold: (atMs) => {
      heldMs = atMs;
    },
    release: () => {
      heldMs = null;
    },
    at: (atMs, work) => {
      const before = heldMs;
      heldMs = atMs;
      try {
        return work();
      } finally {
        heldMs = before;
      }
    },
  };
};
