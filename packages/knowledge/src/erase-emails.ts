const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** What stands where an address was. */
const ERASED = '[erased]';

/**
 * The text without the e-mail addresses of people who have asked to be forgotten. Whoever feeds pages in
 * asks this first, so that a page which comes again does not bring them back.
 */
export const eraseEmails = (text: string, isForgotten: (email: string) => boolean): string =>
  text.replaceAll(EMAIL, (email) => (isForgotten(email.toLowerCase()) ? ERASED : email));
