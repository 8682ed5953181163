/** A Postgres array of what needs no quotes: ids and numbers. */
export const arrayOf = (values: readonly (string | number)[]): string => `{${values.join()}}`;
