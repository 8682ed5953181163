/** How often values fell under each of some bounds, as a Prometheus histogram tells it. */
export interface Distribution {
  observe(value: number): void;
  readonly count: number;
  readonly sum: number;
  /** How many were at most as large as each bound, which are cumulative. */
  underBounds(): readonly (readonly [bound: number, count: number])[];
}

/** `bounds` ascend; what is larger than all of them is only counted. */
export const makeDistribution = (bounds: readonly number[]): Distribution => {
  const counts = new Float64Array(bounds.length + 1);
  let [count, sum] = [0, 0];
  return {
    observe: (value) => {
      let place = 0;
      while (place < bounds.length && value > (bounds[place] ?? 0)) place += 1;
      counts[place] = (counts[place] ?? 0) + 1;
      count += 1;
      sum += value;
    },
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    underBounds: () => {
      let under = 0;
      return bounds.map((bound, place) => {
        under += counts[place] ?? 0;
        return [bound, under] as const;
      });
    },
  };
};
