const MINUTE_MS = 60_000;

/** The minute in which a moment lies, as Notion floors its timestamps. */
export const minuteOf = (moment: Date): Date =>
  new Date(Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS);

/**
 * The last minute of which no more edits can come. A cursor over `editedAt` must not pass it: an edit
 * later in the current minute bears the same time as those already seen.
 */
export const lastCompleteMinute = (now: Date): Date => new Date(minuteOf(now).getTime() - MINUTE_MS);
