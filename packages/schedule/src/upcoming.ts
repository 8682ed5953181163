import type { Firing, Timetable } from './timetable.ts';

/** The next firings from one that is known on, that one included: at most `count`. */
export const upcoming = (timetable: Timetable, first: Firing, count: number): readonly Firing[] => {
  const firings: Firing[] = [];
  for (let firing: Firing | undefined = first; firing !== undefined && firings.length < count;) {
    firings.push(firing);
    firing = timetable.firingAfter(firing.tick);
  }
  return firings;
};
