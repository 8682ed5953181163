const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time in its largest fitting unit: `3 m`. */
export const describeDuration = (ms: number): string => {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${Number((ms / SECOND_MS).toFixed(1))} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} m`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
};

/** A moment seen from now: `3 m ago`, `in 10 s`, `never`. */
export const describeMoment = (moment: string | null, now: Date): string => {
  if (moment === null) return 'never';
  const ms = now.getTime() - Date.parse(moment);
  if (Math.abs(ms) < SECOND_MS) return 'now';
  const whole = Math.trunc(Math.abs(ms) / SECOND_MS) * SECOND_MS;
  return ms > 0 ? `${describeDuration(whole)} ago` : `in ${describeDuration(whole)}`;
};
