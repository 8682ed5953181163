/** Stands for what Postgres cannot keep. */
const REPLACEMENT = '\uFFFD';

/**
 * What JSON allows and Postgres does not: a NUL, and half of a surrogate pair (what is left of an emoji
 * cut in two). JSON.stringify writes both as escapes, whole pairs never; an escaped backslash comes
 * first so that its own letters are not taken for one.
 */
const UNSTORABLE = /\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/gu;

/** JSON that was written already as text for a `jsonb` parameter; what Postgres cannot keep becomes U+FFFD. */
export const toStorableJson = (json: string): string =>
  json.replaceAll(UNSTORABLE, (found) => (found === '\\\\' ? found : REPLACEMENT));

/** The value as text for a `jsonb` parameter; what Postgres cannot keep becomes U+FFFD. */
export const toJsonb = (value: unknown): string => toStorableJson(JSON.stringify(value));

/** The same for a text that is compared with stored ones. */
export const toStorable = (text: string): string => text.toWellFormed().replaceAll('\0', REPLACEMENT);
