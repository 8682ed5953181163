import { z } from 'zod';

/** Any text that is not empty. */
export const text = (): z.ZodType<string, string | undefined> => z.string();

/** A whole number within bounds, both included. */
export const wholeNumber = (
  min: number,
  max: number,
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  z.string().transform((value, context) => {
    const number = Number(value);
    if (/^\d+$/u.test(value) && number >= min && number <= max) return number;
    context.addIssue({ code: 'custom', message: `must be a whole number from ${min} to ${max}` });
    return z.NEVER;
  });

/** One of a few words. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, { error: `must be one of: ${words.join(', ')}` });

/** A URL of one of the given schemes, for example `redis`. */
export const urlOf = (...schemes: readonly string[]) =>
  z.string().refine((value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ''), {
    error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

/** Text of one shape, told in words that end the sentence "NAME must …". */
export const matching = (pattern: RegExp, must: string) =>
  z.string().regex(pattern, { error: `must ${must}` });
