type Columns = Readonly<Record<string, { readonly value?: unknown }>>;

/** What stands in a column of text of a page; nothing where there is no such column. */
export const textIn = (columns: Columns, name: string): string => {
  const value = columns[name]?.value;
  return typeof value === 'string' ? value.trim() : '';
};
