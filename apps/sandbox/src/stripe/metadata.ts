import { z } from 'zod';
import { invalid } from './errors.ts';

type Metadata = Readonly<Record<string, string>>;

/** What most have; nobody changes metadata in place, so all may share it. */
export const NO_METADATA: Metadata = {};

/** Keys of 40 characters, values of 500; an empty string clears all. */
export const metadataParam = z
  .union([z.literal(''), z.record(z.string().max(40), z.string().max(500))])
  .optional();

const MAX_KEYS = 50;

/** Metadata is merged key by key; an empty value removes its key, an empty string all of them. */
export const mergeMetadata = (current: Metadata, given: z.output<typeof metadataParam>): Metadata => {
  if (given === undefined) return current;
  if (given === '') return {};
  const merged = Object.entries({ ...current, ...given }).filter(([, value]) => value !== '');
  if (merged.length > MAX_KEYS) {
    throw invalid(`Metadata can have up to ${MAX_KEYS} keys.`, undefined, 'metadata');
  }
  return Object.fromEntries(merged);
};
