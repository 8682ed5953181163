/** What stands where something was taken out. */
export const REDACTED = '[redacted]';

// Shapes that are never wanted in a log, whatever the key says.
const UNWANTED: readonly RegExp[] = [
  // Addresses, and users or passwords in URLs.
  /[^\s@"'<>]*(?:@|%40)[^\s@"'<>]*/gu,
  /\bbearer\s+[\w+/=.~-]{6,}/giu,
  /\b(?:sk|rk|pk|whsec|pat|ntn|secret|xox[a-z]|gh[pousr]|github_pat)[-_][\w.-]{4,}/gu,
  /\bAKIA[A-Z\d]{12,}|\beyJ[\w-]{8,}[\w.-]*/gu,
  // Telephone numbers as people write them.
  /\+\d[\d ()/-]{5,}\d/gu,
];

// A secret with its name, as in `password=hunter2` or `Authorization: Basic aHVudGVyMg==`.
const NAMED =
  /\b(password|passwd|pwd|secret|token|api[-_]?key|authorization)\b(["']?\s*[=:]\s*)(?:(?:bearer|basic)\s+)?\S+/giu;

// A terminal obeys them, and Postgres refuses a zero byte in JSON.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/gu;

const withoutUnwanted = (text: string): string =>
  UNWANTED.reduce(
    (rest, pattern) => rest.replaceAll(pattern, REDACTED),
    text.replaceAll(NAMED, `$1$2${REDACTED}`),
  );

/** True when a text holds what looks like an address, a telephone number or a credential. */
export const looksUnwanted = (text: string): boolean => withoutUnwanted(text) !== text;

/** A text without what looks like an address, a telephone number or a credential, on one line, cut to a length. */
export const scrub = (text: string, maxLength: number): string => {
  const clean = withoutUnwanted(text.slice(0, maxLength * 2).replaceAll(CONTROL, ' '));
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`;
};
