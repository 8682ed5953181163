import { clip, plain, textWidth } from './plain.ts';

/** A column by its title; numbers read better to the right. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Longer cells are cut. Default 44, which holds an id. */
  readonly max?: number;
}

const MAX_CELL = 44;
const GAP = '  ';

const pad = (text: string, to: number, column: Column | undefined): string => {
  const blanks = ' '.repeat(Math.max(0, to - textWidth(text)));
  return column?.align === 'right' ? blanks + text : text + blanks;
};

/** Rows under their titles, columns aligned; the first line holds the titles. */
export const toTable = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] => {
  const cut = rows.map((row) => row.map((cell, index) => clip(plain(cell), columns[index]?.max ?? MAX_CELL)));
  const all = [columns.map((column) => column.title), ...cut];
  const widths = columns.map((_column, index) => Math.max(...all.map((row) => textWidth(row[index] ?? ''))));
  return all.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]))
      .join(GAP)
      .trimEnd(),
  );
};
