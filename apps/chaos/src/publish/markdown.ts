import { isOk, toFaultCells, toSumCells, type Outcome } from '../report.ts';
import type { About } from './about.ts';
import { NAMES } from './names.ts';

const escape = (cell: string): string => cell.replaceAll('|', String.raw`\|`);

/** Padded as the formatter would; all columns but the first are figures and end at the right. */
const toTable = (rows: readonly (readonly string[])[]): string[] => {
  const cells = rows.map((row) => row.map(escape));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const [head = [], ...body] = cells;
  return [line(head), line(rule), ...body.map(line)];
};

/** The table of a run as a page of the docs. */
export const toMarkdown = (outcome: Outcome, { date, machine }: About): string => {
  const { minutes, seed, queue } = outcome.options;
  return `${[
    `# A chaos run with the queue on ${NAMES[queue]}`,
    '',
    `${isOk(outcome) ? 'OK: nothing lost, nothing twice.' : 'FAILED.'} ${date}, ${minutes} min, seed ${seed}; ${machine}.`,
    '',
    `    npx pnpm chaos --minutes ${minutes} --seed ${seed} --queue ${queue} --write`,
    '',
    ...toTable([['', ''], ...toSumCells(outcome)]),
    '',
    'What went wrong, how often, and the seconds until the fleet was back: median and longest.',
    '',
    ...toTable(toFaultCells(outcome)),
  ].join('\n')}\n`;
};
