const MINUTE_MS = 60_000;

/** The minute in which a moment lies: every timestamp of Notion is floored to it. */
export const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

/** A moment as Notion tells it. */
export const minuteText = (ms: number): string => new Date(minuteOf(ms)).toISOString();
