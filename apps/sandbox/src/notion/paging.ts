import { z } from 'zod';
import { invalid } from './errors.ts';
import { readId } from './ids.ts';

const MAX_PAGE = 100;

/** The page that a query string asks for. */
export const pageQuerySchema = z.object({
  start_cursor: z.string().optional(),
  page_size: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
});

/** The page that a body asks for. */
export const pageBodyShape = {
  start_cursor: z.string().nullish(),
  page_size: z.int().min(1).max(MAX_PAGE).default(MAX_PAGE),
} as const;

export interface PageAsked {
  readonly start_cursor?: string | null | undefined;
  readonly page_size: number;
}

/** A page of a list. The cursor is the id of the next one, and dies with it. */
export const pageOf = <T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { start_cursor: cursor, page_size: size }: PageAsked,
): { readonly items: readonly T[]; readonly next: string | null; readonly end: number } => {
  const start = startOf(items, idOf, cursor ?? undefined);
  const next = items[start + size];
  return {
    items: items.slice(start, start + size),
    next: next === undefined ? null : idOf(next),
    end: start + size,
  };
};

const startOf = <T>(items: readonly T[], idOf: (item: T) => string, cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const id = readId(cursor);
  const index = id === undefined ? -1 : items.findIndex((item) => idOf(item) === id);
  if (index === -1) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  return index;
};

/** A list in Notion's shape. */
export const listAnswer = (type: string, results: readonly object[], next: string | null) => ({
  object: 'list',
  results,
  next_cursor: next,
  has_more: next !== null,
  type,
  [type]: {},
});
