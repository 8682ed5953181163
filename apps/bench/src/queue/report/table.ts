import type { Figure, Row } from '../figures.ts';
import type { ByProcess } from '../run.ts';

const MIB = 1_048_576;

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : Number(value < 100) });

const range = ({ median, min, max }: Figure): readonly string[] => [
  number(median),
  `${number(min)}–${number(max)}`,
];

const whole = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(Math.round(value));

const byProcess = (all: ByProcess | null, scale: number): string =>
  all === null
    ? ''
    : [all.redis, all.postgres, all.producer, all.workers]
        .map((each) => whole(each === null ? null : each / scale))
        .join(' / ');

const TITLES = ['', '', 'median', 'min–max', 'CPU µs/task r/pg/prod/work', 'MiB r/pg/prod/work', ''];

const toCells = (row: Row): readonly string[] => [
  row.contestant,
  row.variant,
  ...range(row.value),
  byProcess(row.cpuUs, 1),
  byProcess(row.residentBytes, MIB),
  row.isCut ? `cut after ${number(row.tasks)} tasks` : '',
];

const align = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = TITLES.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < 2 || column === TITLES.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
};

/** The rows as text, a block for each measure. */
export const toTable = (rows: readonly Row[]): readonly string[] =>
  [...Map.groupBy(rows, ({ measure }) => measure)].flatMap(([measure, ofMeasure]) => [
    '',
    `${measure} (${ofMeasure[0]?.unit ?? ''}, ${ofMeasure[0]?.rounds ?? 0} rounds)`,
    ...align([TITLES, ...ofMeasure.map(toCells)]).map((line) => `  ${line}`),
  ]);
