/** The store's clock as seen from this process. */
export interface StoreClock {
  /** A store told its time: at some moment between the question and the answer. */
  observe(exchange: { readonly storeMs: number; readonly sentAt: number; readonly cameAt: number }): void;
  /** The moment here at which that moment of the store has come for sure. */
  surelyAt(storeMs: number): number;
  /** The moment here before which it has surely not. */
  soonestAt(storeMs: number): number;
  /** The store's time at a moment here, or later than that. */
  latestMs(at: number): number;
}

/** How far the store's clock is ahead of ours: at least, at most. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Two clocks drift apart by less than a millisecond in that time. */
const GENERATION_MS = 5_000;
/** The store tells whole milliseconds, rounded down. */
const ROUNDING_MS = 1;

const intersect = (a: Bounds, b: Bounds): Bounds => ({
  least: Math.max(a.least, b.least),
  most: Math.min(a.most, b.most),
});

const isPossible = ({ least, most }: Bounds): boolean => least <= most;

/**
 * One exchange tells the difference of the clocks as exactly as it was fast; many of them together as exactly
 * as the fastest. So a store that is slow to answer now and then makes nobody late.
 */
export const makeStoreClock = (): StoreClock => {
  let current: Bounds = { least: -Infinity, most: Infinity };
  let before = current;
  let begunAt = -Infinity;
  const bounds = (): Bounds => {
    const both = intersect(current, before);
    return isPossible(both) ? both : current;
  };
  return {
    observe: ({ storeMs, sentAt, cameAt }) => {
      const seen = { least: storeMs - cameAt, most: storeMs + ROUNDING_MS - sentAt };
      const together = intersect(current, seen);
      // One of the clocks was set: what was known is worth nothing.
      if (!isPossible(together)) [before, current, begunAt] = [seen, seen, cameAt];
      else if (cameAt - begunAt > GENERATION_MS) [before, current, begunAt] = [current, seen, cameAt];
      else current = together;
    },
    surelyAt: (storeMs) => storeMs - bounds().least,
    soonestAt: (storeMs) => storeMs - bounds().most,
    latestMs: (at) => Math.ceil(at + bounds().most),
  };
};
