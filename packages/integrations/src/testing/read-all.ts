interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

/** The rows of all pages. */
export const readAll = async <T>(
  read: (next: string | undefined) => Promise<Page<T>>,
  next?: string,
): Promise<readonly T[]> => {
  const page = await read(next);
  return page.next === undefined ? page.rows : [...page.rows, ...(await readAll(read, page.next))];
};
