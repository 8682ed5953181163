const PREFIX = 'sherpa:';

/** The idempotency key of a write of ours: events carry it back, and its beginning tells them apart. */
export const ourKey = (key: string): string => (key.startsWith(PREFIX) ? key : `${PREFIX}${key}`);

/** True for the key of a write that we made ourselves. */
export const isOurKey = (key: string | null): boolean => key?.startsWith(PREFIX) === true;
