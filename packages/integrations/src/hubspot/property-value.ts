import { z } from 'zod';

/**
 * One record as the SDK hands it over. It promises `string | null` for every property, without having
 * looked; only what is used is trusted here.
 */
export const recordSchema = z.object({
  id: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).default({}),
  archived: z.boolean().default(false),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});

export type HubSpotRecord = z.output<typeof recordSchema>;

/** A property as text; HubSpot writes an unset one as null, as an empty string, or not at all. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
};

/** The parts of a property that holds a list in one string. */
export const listOf = (value: unknown): readonly string[] =>
  (textOf(value) ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** ISO text, milliseconds as text or number, with or without a fraction; `null` for anything that is no moment. */
export const dateOf = (value: unknown): Date | null => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  const text = textOf(value);
  if (text === null) return null;
  const date =
    /^-?\d+(?:\.\d+)?$/u.test(text) && text.length > 4 ? new Date(Math.trunc(Number(text))) : new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** The first value that is a moment. */
export const firstDate = (...values: readonly unknown[]): Date | null =>
  values.map(dateOf).find((date) => date !== null) ?? null;
