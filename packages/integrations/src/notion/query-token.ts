import { ValidationError } from '@sherpa/core';
import { z } from 'zod';

/** Where a query stands: in which window of creation times, and where in it. */
export interface QueryPlace {
  /** The window begins with this minute; the first one has no beginning. */
  readonly from?: string | undefined;
  readonly cursor?: string | undefined;
  /** The creation time of the last row that was seen. */
  readonly seen?: string | undefined;
  /** How often the window was begun again at the same minute. */
  readonly restarts: number;
}

const placeSchema = z.object({
  from: z.string().optional(),
  cursor: z.string().optional(),
  seen: z.string().optional(),
  restarts: z.number().default(0),
});

/** The place that a `next` names. */
export const readPlace = (next: string | undefined): QueryPlace => {
  if (next === undefined) return { restarts: 0 };
  try {
    return placeSchema.parse(JSON.parse(next));
  } catch (err) {
    throw new ValidationError('This is not the next of a query.', { cause: err });
  }
};

/** A place as the `next` of a page. */
export const toNext = (place: QueryPlace): string => JSON.stringify(place);
