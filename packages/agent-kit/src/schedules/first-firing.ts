import { ValidationError, type ScheduleTerms } from '@sherpa/core';
import { makeTimetable, type Firing } from '@sherpa/schedule';

/** When a schedule that begins now fires first: an interval at once, cron at the next time it names. */
export const firstFiring = (id: string, terms: ScheduleTerms, now: Date): Firing => {
  const timetable = makeTimetable({ id, terms, anchor: now });
  const first = 'cron' in terms.rule ? timetable.firingAfter(now) : timetable.firingOf(now);
  if (first !== undefined) return first;
  throw new ValidationError('The schedule has no tick any more.', {
    details: { problems: [{ field: 'cron', problem: 'has no time left' }] },
  });
};
