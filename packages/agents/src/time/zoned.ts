/** A moment as people of a time zone see it. */
export interface Zoned {
  /** `2026-03-01` */
  readonly day: string;
  readonly hour: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
      weekday: 'short',
    });
  formats.set(timeZone, known);
  return known;
};

/** What the clock and the calendar of a time zone show at that moment. */
export const zonedOf = (moment: Date, timeZone: string): Zoned => {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    weekday: WEEKDAYS.indexOf(part('weekday')) + 1,
  };
};

/** The day that it is there: `2026-03-01`. */
export const dayOf = (moment: Date, timeZone: string): string => zonedOf(moment, timeZone).day;
