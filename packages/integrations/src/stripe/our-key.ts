const PREFIX = 'sherpa:';

/** The idempotency key of a write of ours: events carry it back, and its beginning tells them apart. */
export const ourKey = (key: string): string => (key.startsWith(PREFIX) ? key : `${PREFIX}${key}`);

/** True for the key of a write that we made ourselves. */
export const isOurKey = (key: string | null): boolean => key?.startsWith(PREFIX) === true;

/**
 * Whether an event tells only what a write of ours said. What that write has made is nowhere in the mirror yet, and
 * Stripe sends our key with the events of all that follows from it (an invoice, a charge): these are news.
 */
export const isOurEcho = (type: string, key: string | null): boolean =>
  type.endsWith('.updated') && isOurKey(key);
