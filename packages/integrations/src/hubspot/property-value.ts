import { z } from 'zod';

/**
 * One record as the SDK hands it over. It promises `string | null` for every property, without having
 * looked; only what is used is trusted here.
 */
export const recordSchema = z.object({
  id: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).default({}),
  archived: z.boolean().default(false),
  archivedAt: z.unknown().optional(),
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

const MILLISECONDS = /^-?\d{5,}(?:\.\d+)?$/u;
const ISO =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/u;

/** A time without a zone is UTC: what it means must not depend on the machine that reads it. */
const parseIso = (text: string): Date | undefined => {
  const { day, time, zone = 'Z' } = ISO.exec(text)?.groups ?? {};
  if (day === undefined) return undefined;
  return new Date(time === undefined ? day : `${day}T${time}${zone}`);
};

/**
 * ISO text with or without time and zone, milliseconds as text or number, with or without a fraction;
 * `null` for anything that is no moment, or could be two.
 */
export const dateOf = (value: unknown): Date | null => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  const text = textOf(value);
  if (text === null) return null;
  const date = MILLISECONDS.test(text) ? new Date(Math.trunc(Number(text))) : parseIso(text);
  return date === undefined || Number.isNaN(date.getTime()) ? null : date;
};

/** The first value that is a moment. */
export const firstDate = (...values: readonly unknown[]): Date | null =>
  values.map(dateOf).find((date) => date !== null) ?? null;
