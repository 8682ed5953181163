/** One page of a list, and after whom the next one begins. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
}

/** Reads a page by asking for one row more: only then is there a next page to speak of. */
export const readPage = async <T extends { readonly id: string }>(
  limit: number,
  read: (limit: number) => Promise<readonly T[]>,
): Promise<Page<T>> => {
  const found = await read(limit + 1);
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
};
