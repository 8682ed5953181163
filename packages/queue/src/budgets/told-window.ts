import { z } from 'zod';
import type { WindowTerms } from './window-terms.ts';

const toldSchema = z.object({
  limit: z.int(),
  windowMs: z.number(),
  holdMs: z.number(),
  granule: z.int(),
});

/** What a store keeps of a window so that others can be told of it without knowing the vendor. */
export type ToldWindow = z.output<typeof toldSchema>;

const FIELD = 'w:';

export const tellWindow = ({ limit, windowMs, holdMs, granule }: WindowTerms): string =>
  JSON.stringify({ limit, windowMs, holdMs, granule });

/** The windows of a book by name. */
export const toldWindows = (fields: Readonly<Record<string, string>>): ReadonlyMap<string, ToldWindow> =>
  new Map(
    Object.entries(fields)
      .filter(([field]) => field.startsWith(FIELD))
      .map(([field, text]) => [field.slice(FIELD.length), toldSchema.parse(JSON.parse(text))]),
  );
