import { z } from 'zod';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Any value that survives JSON unchanged. */
export const jsonSchema: z.ZodType<Json> = z.json();

const textOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    // A bigint or a circle: the caller is told by the undefined.
    return undefined;
  }
};

/** What JSON.parse gives is JSON; to look at all of it again would cost more than the rest of a small task. */
const isJson = (parsed: unknown): parsed is Json => parsed !== undefined;

const fromText = (text: string): Json | undefined => {
  const parsed: unknown = JSON.parse(text);
  return isJson(parsed) ? parsed : undefined;
};

/**
 * The value as JSON would carry it: fields that are undefined are left out, dates become ISO strings.
 * Undefined where JSON has no form for it.
 */
export const toJson = (value: unknown): Json | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : fromText(text);
};
