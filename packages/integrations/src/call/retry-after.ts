const DAY_MS = 86_400_000;

/**
 * A `Retry-After` header (seconds or an HTTP date) in milliseconds from `now`, or `undefined` when it
 * says nothing usable. Never more than a day: a longer one is a fault of the vendor, not advice.
 */
export const parseRetryAfterMs = (header: string | undefined, now: Date): number | undefined => {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  const waitMs = Number.isNaN(seconds) ? Date.parse(text) - now.getTime() : Math.ceil(seconds * 1_000);
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(waitMs, 0), DAY_MS);
};
