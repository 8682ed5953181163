import type { BudgetWindow } from '@sherpa/core';

/** A window as the stores count it: by entries of so many calls, each of which is held for so long. */
export interface WindowTerms {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that one entry stands for. */
  readonly granule: number;
  /** Entries that all calls share, those kept for urgent ones, and up to where background calls may fill the shared ones. */
  readonly shared: number;
  readonly urgent: number;
  readonly background: number;
  /** How long an entry counts after its call has reached the vendor. */
  readonly holdMs: number;
  readonly skewMs: number;
  /** The least time between two calls, so that a full budget is not fired off at once. */
  readonly paceMs: number;
}

/** A log of more entries would cost memory and time and win nothing: of a thousand one is 0.1 %. */
const MOST_ENTRIES = 1_000;
const URGENT_SHARE = 0.05;
const BACKGROUND_SHARE = 0.8;
/** A fifth of a second is what a call across an ocean takes at most to be counted; answered sooner, it costs less. */
const SKEW_PARTS = 5;
const MOST_SKEW_MS = 1_000;
/** A full budget takes a quarter of its window, or goes out at a hundred calls a second. */
const VOLLEY_PARTS = 4;
const MOST_PACE_MS = 10;
/** Two clocks may run 0.1 % apart, and both are read in whole milliseconds. */
const DRIFT = 0.001;
const ROUNDING_MS = 2;

/** The largest weight that a window ever lets in at once. */
export const mostWeight = (window: BudgetWindow): number => {
  const { shared, granule } = toWindowTerms(window);
  return shared * granule;
};

/** The arithmetic of a window, done once and not in the store. */
export const toWindowTerms = (window: BudgetWindow): WindowTerms => {
  const { name, limit, windowMs } = window;
  const granule = Math.max(1, Math.ceil(limit / MOST_ENTRIES));
  const urgentCalls = Math.floor(limit * (window.urgentShare ?? URGENT_SHARE));
  const sharedCalls = limit - urgentCalls;
  const shared = Math.floor(sharedCalls / granule);
  return {
    name,
    limit,
    windowMs,
    granule,
    shared,
    urgent: Math.floor(urgentCalls / granule),
    background: Math.max(1, Math.floor(shared * (window.backgroundShare ?? BACKGROUND_SHARE))),
    holdMs: windowMs + Math.ceil(windowMs * DRIFT) + ROUNDING_MS,
    skewMs: Math.round(window.skewMs ?? Math.min(windowMs / SKEW_PARTS, MOST_SKEW_MS)),
    paceMs: Math.min(MOST_PACE_MS, windowMs / (VOLLEY_PARTS * Math.max(1, limit))),
  };
};
