import type { Ticks } from './ticks.ts';

/** Ticks from `anchor` on, the same time apart: a late firing puts none of the later ones off. */
export const makeIntervalTicks = (everyMs: number, anchor: Date): Ticks => {
  const start = anchor.getTime();
  const place = (moment: Date): number => Math.floor((moment.getTime() - start) / everyMs);
  const at = (index: number): Date => new Date(start + index * everyMs);
  return {
    after: (moment) => at(Math.max(0, place(moment) + 1)),
    upTo: (moment) => (moment < anchor ? undefined : at(place(moment))),
  };
};
