import { toFaultGroups, type FaultGroup, type FaultRow } from './fault-rows.ts';
import { NAMES } from './names.ts';
import type { RunRecord } from './record.ts';
import { drawText, toCount } from './svg.ts';

const LABEL_END = 168;
const BAR_START = 176;
const BAR_WIDTH = 230;
/** Where the seconds of the first run end; those of the second are one column further. */
const SECONDS_END = 500;
const SECONDS_STEP = 58;
const ROW_HEIGHT = 23;
const BARS_HEIGHT = 18;
const TITLE_HEIGHT = 24;
const GROUP_GAP = 8;

const drawRow = (row: FaultRow, y: number, most: number, queues: readonly RunRecord['queue'][]): string[] => {
  const height = BARS_HEIGHT / row.counts.length;
  // Two bars are so thin that their figures would touch one another at the common size.
  const style = row.counts.length > 1 ? 'count thin' : 'count';
  const bars = row.counts.flatMap((count, index) => {
    const top = y + index * height;
    const width = Math.round((count / Math.max(1, most)) * BAR_WIDTH * 10) / 10;
    const bar = `  <rect class="${queues[index] ?? ''}" x="${BAR_START}" y="${top}" width="${width}" height="${height - 1}" rx="1.5"/>`;
    const figure = drawText(style, BAR_START + width + 5, top + height / 2 + 3, toCount(count));
    return count === 0 ? [figure] : [bar, figure];
  });
  return [
    drawText('label', LABEL_END, y + 13, row.label),
    ...bars,
    ...row.recovery.map((text, index) =>
      drawText('seconds', SECONDS_END + index * SECONDS_STEP, y + 13, text),
    ),
  ];
};

const drawGroup = (
  group: FaultGroup,
  top: number,
  most: number,
  queues: readonly RunRecord['queue'][],
): string[] => [
  `  <text class="label title" x="${LABEL_END}" y="${top + 15}">${group.title}</text>`,
  ...group.rows.flatMap((row, index) => drawRow(row, top + TITLE_HEIGHT + index * ROW_HEIGHT, most, queues)),
];

/** Bars for how often what went wrong, and beside them how soon the next task had ended. */
export const drawFaults = (
  records: readonly RunRecord[],
  top: number,
): { readonly lines: readonly string[]; readonly bottom: number } => {
  const groups = toFaultGroups(records);
  const most = Math.max(0, ...groups.flatMap(({ rows }) => rows.flatMap(({ counts }) => counts)));
  const queues = records.map(({ queue }) => queue);
  const heads = queues.map((queue, index) =>
    drawText('column', SECONDS_END + index * SECONDS_STEP, top + 15, NAMES[queue]),
  );
  const lines = [
    drawText('column', SECONDS_END + (queues.length - 1) * SECONDS_STEP, top - 2, 'next task ended after, s'),
    ...heads,
    drawText('note', BAR_START, top - 2, 'times'),
  ];
  let y = top;
  for (const group of groups) {
    lines.push(...drawGroup(group, y, most, queues));
    y += TITLE_HEIGHT + group.rows.length * ROW_HEIGHT + GROUP_GAP;
  }
  return { lines, bottom: y };
};
